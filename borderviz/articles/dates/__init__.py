"""The grammar of date phrases: from the words of a report to EDTF, with the rule's name.

The anchor is the day (or month) of publication. A date without a year is the last such date up
to it; without an anchor the year stays open (``XXXX``). Every phrase names the rule that read it:

=================  ==============================================  =================================
rule               phrase                                          date, published 2012-04-30
=================  ==============================================  =================================
iso                2012-04-23; 2012.04.23                          2012-04-23
month-day-year     April 23, 2012; 23 April 2012; in 2012, on      2012-04-23
                   April 23; the seventh of March 2012
month-day-range    April 23-25; the night of 11–12 July; from the  2012-04-23/2012-04-25
                   5th to the 9th; May 3, 5 and 9
month-day          on Jan. 28; June 1st; 15 March; Saturday        2012-01-28
                   (January 28)
month-day-of-year  May 28 of last year; May 28 of the same year    2011-05-28
month-year         August 2011; in August of 2011                  2011-08
month-of-year      in August of last year; January this year       2011-08
last-month-name    last October (only one can be meant)            2011-10
                   last February (two can be meant)                [2011-02,2012-02]
part-of-month      early, mid, late March; the end of March; the   01–10, 11–20, 21–end; 26–end;
                   second half of March                            16–end
month              in April                                        2012-04
week-of-month      the last week of March                          2012-03-25/2012-03-31
weekday-of-month   the first Sunday of March                       2012-03-04
span-range         from late March to the second week of April;    2012-03-21/2012-04-14
                   from 28 March to 2 April; Saturday into Sunday
weekday-range      between Thursday and Saturday                   2012-04-26/2012-04-28
month-range        between January and March 2012; in March and    2012-01/2012-03
                   April; in May or June
day-of-month       the 9th of this month, of last month            2012-04-09, 2012-03-09
day                the 23rd (month of the date before, else the    2012-04-23
                   last such day)
weekday            on Wednesday (the last one, at most that day)   2012-04-25
weekend            at the weekend                                  2012-04-28/2012-04-29
last-weekday       last Wednesday (the last one before that day)   2012-04-25
this-day           today, yesterday, last night                    2012-04-30, 2012-04-29
ago                three days ago; two weeks ago; a month ago      2012-04-27, 2012-04-16~, 2012-03~
this-period        this month, last week, last year                2012-04, the week, 2011
year               in 2011; late 2011; in 1998 or 1999; from 2007  2011, 2011-09/2011-12
                   to 2010; the third quarter of 2011
decade             in the 1990s; the late 1990s                    199X, 1997/1999
season             last summer; the spring of 2011                 2011-22, 2011-21
holiday            New Year's Eve; Christmas Day; on May Day       2011-12-31, 2011-12-25
days-from          two days before the October 10 holiday          2011-10-08
chain              the next day; four days later; that night; the  counted from what was told before
                   following week, month, year; that April; the
                   19th of that month; at the same gathering
midnight           around midnight, after a date                   that day/the day after
since …            since 4 January, of what has gone on since      2012-01-04/2012-04-30
=================  ==============================================  =================================

In an entry of a diary or a log, which opens with its date, phrases count from that day. How a
report's manner of telling gives dates their year is told in :mod:`.narration`.
"Around", "about" mark a date ``~``. Weekdays and periods need the day of publication; without it
they give no date, and the phrase is kept. Korean phrases (:mod:`.korean`) follow the same rules.
"""

from __future__ import annotations

from borderviz.articles.dates.anchors import infer_anchor
from borderviz.articles.dates.narration import LATELY
from borderviz.articles.dates.phrases import (
    DatePhrase,
    counts_on,
    find_dates,
    is_entry,
)

__all__ = ["LATELY", "DatePhrase", "counts_on", "find_dates", "infer_anchor", "is_entry"]
