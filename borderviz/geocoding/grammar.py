"""Read a place expression: from tokens to a tree, nothing skipped.

Two word orders are read into the same trees (:mod:`borderviz.geocoding.trees`). Names come from
the gazetteer and the pack, all other words from the vocabulary
(:mod:`borderviz.geocoding.words`), where they are listed by role. A text in which any word is
left over does not parse, so that no word of a source is ignored in silence.

Head first, as in English (roles in capitals; what is in brackets may be missing)::

    expression = { IN | [ COUNTRY ] , thing } ,
                 ( offset | toward | between | opposite | junction | strip | posting | border
                 | river | near | named | several | COUNTRY ) ;
    offset     = [ ABOUT ] , length , [ [ TO ] , HEADING | AWAY ] , ( FROM | OF ) , target
               | WITHIN , length , ( FROM | OF ) , target ;
    length     = [ NUMBER , [ ( TO | OR ) , NUMBER ] ] , UNIT ;
    toward     = [ ABOUT ] , HEADING , OF , named ;
    between    = BETWEEN , named , AND , named , [ IN , ( river | border ) ]
               | NAME , ( DASH | AND ) , NAME , FEATURE ;
    opposite   = OPPOSITE , named | ACROSS , [ border | river ] , FROM , named ;
    junction   = [ NEAR | IN ] , WHERE , COUNTRY , MEETS , [ BORDER , OF ] ,
                 unit , { ( AND | COMMA ) , unit } ;
    border     = [ bank ] , ( BORDER NAME | [ ( COUNTRY | unit ) , [ POSSESSIVE ] ] , BORDER ) ,
                 [ AREA ] , { WITH , COUNTRY | BETWEEN , COUNTRY , AND , COUNTRY
                            | ( OF | AND ) , COUNTRY | IN , COUNTRY | ( IN | OF ) , unit
                            | stretch } ;
    thing      = { QUALIFIER } , ( KIND | FEATURE ) , [ OVER ] ;
    river      = { QUALIFIER } , [ bank ] , [ unit , POSSESSIVE ] , RIVER NAME , [ AREA ] ,
                 [ ( IN | COMMA ) , COUNTRY | ( IN | OF | COMMA ) , unit | stretch ] ;
    bank       = [ COUNTRY , [ POSSESSIVE ] ] , ( SIDE | BANKS ) , OF ;
    stretch    = NEAR , named | OPPOSITE , named | BETWEEN , named , AND , named ;
    near       = NEAR , ( strip | border | river | named ) | named , SURROUNDINGS ;
    named      = [ { QUALIFIER } , ( KIND | FEATURE ) , IN ] , place , { beside | outer | gloss } ;
    beside     = [ COMMA ] , { QUALIFIER } , [ KIND ] ,
                 ( near | opposite | IN , ( border | river ) ) ;
    outer      = ( COMMA , [ { QUALIFIER } , KIND , ( IN | OF ) ] | IN | OF ) ,
                 ( place | COUNTRY ) ;
    place      = { QUALIFIER } , [ ( COUNTRY | place ) , [ POSSESSIVE ] ] , { QUALIFIER } ,
                 ( NAME , [ [ DASH ] , KIND ] , [ FEATURE ] | KIND , OF , NAME ) ;
    gloss      = OPEN , ( NAME | COUNTRY ) , CLOSE ;
    several    = ( place | COUNTRY ) , { [ COMMA ] , [ AND | OR ] , ( place | COUNTRY ) } ;

Head last, as in Korean and Chinese, the widest unit first; particles are left out::

    expression = chain , [ tail ] ;
    chain      = { COUNTRY | place } , ( place | river | border | strip | posting ) ;
    place      = NAME , [ [ DASH ] , KIND ] , [ FEATURE ] , [ gloss ] ;
    river      = RIVER NAME , [ FEATURE ] , [ place ] , [ STRETCH ] ;
    border     = BORDER NAME | [ COUNTRY , [ AND , COUNTRY ] , [ AND ] ] , BORDER ;
    line       = ( river | border ) , [ length , [ WITHIN ] ] ;
    tail       = ( NEAR | OPPOSITE ) , [ chain | river | border ] | AREA
               | HEADING | [ ABOUT ] , [ HEADING ] , length , [ HEADING ] , [ WITHIN ]
               | AND , place , BETWEEN ;
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from borderviz.gazetteer import is_run
from borderviz.geocoding.head_first import HeadFirst
from borderviz.geocoding.head_last import HeadLast

if TYPE_CHECKING:
    from collections.abc import Callable

    from borderviz.geocoding.tokens import Token
    from borderviz.geocoding.trees import Expression

MAX_CHARACTERS: Final = 400
"""A place expression is a phrase; longer texts are refused, not searched for names."""


def parse_expression(
    tokens: tuple[Token, ...], is_river: Callable[[str], bool]
) -> Expression | None:
    """Return the tree of an expression, or None where the words do not fit the grammar.

    Parameters
    ----------
    tokens : tuple of Token
    is_river : callable
        Tells whether a place id is a river.
    """
    orders: tuple[type[HeadFirst | HeadLast], ...] = (HeadFirst, HeadLast)
    if any(is_run(token.text[0]) for token in tokens):
        orders = orders[::-1]  # a relation between two places reads the other way round
    trees = (order(tokens, is_river).parse() for order in orders)
    return next((tree for tree in trees if tree is not None), None)
