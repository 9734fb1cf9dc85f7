"use strict";
(() => {
  // borderviz/page/viewer/src/dom.js
  var LONGEST_TEXT = 2e4;
  function h(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    if (properties.class) element.className = properties.class;
    if (properties.text !== void 0) element.textContent = properties.text;
    if (properties.title) element.title = properties.title;
    if (properties.lang) element.lang = properties.lang;
    if (properties.hidden) element.hidden = true;
    const { onclick } = properties;
    if (onclick) element.addEventListener("click", (event) => onclick(
      /** @type {MouseEvent} */
      event
    ));
    for (const [name, value] of Object.entries(properties.attributes ?? {})) {
      element.setAttribute(name, value);
    }
    for (const child of children) if (child) element.append(child);
    return element;
  }
  function foreign(text, longest = LONGEST_TEXT) {
    const shown = text.length > longest ? `${text.slice(0, longest)}… (+${text.length - longest})` : text;
    return h("bdi", { text: shown });
  }
  function outsideLink(url, label) {
    const safe = httpsAddress(url);
    if (!safe) return null;
    if (window.parent !== window) {
      return h("span", {}, foreign(label), " ", h("span", { class: "bv-address" }, foreign(safe)));
    }
    return h("a", { attributes: { href: safe, rel: "noopener noreferrer", target: "_blank" } }, foreign(label));
  }
  function httpsAddress(url) {
    if (!url) return null;
    try {
      const parsed = new URL(url);
      return parsed.protocol === "https:" ? parsed.href : null;
    } catch {
      return null;
    }
  }

  // borderviz/page/viewer/src/geometry.js
  var UNITS_PER_DEGREE = 1e5;
  var EARTH_RADIUS_M = 6378137;
  var NEAR_PX = 0.4;
  var MARGIN_PX = 40;
  function mercatorX(lon) {
    return lon / 360 + 0.5;
  }
  function mercatorY(lat) {
    const sine = Math.sin(lat * Math.PI / 180);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }
  function longitude(x) {
    return (x - 0.5) * 360;
  }
  function latitude(y) {
    return Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180 / Math.PI;
  }
  function mercatorLength(metres, lat) {
    return metres / (2 * Math.PI * EARTH_RADIUS_M * Math.cos(lat * Math.PI / 180));
  }
  function decodeLine(flat) {
    const coords = new Float64Array(flat.length);
    let lon = 0;
    let lat = 0;
    for (let i = 0; i + 1 < flat.length; i += 2) {
      lon += flat[i];
      lat += flat[i + 1];
      coords[i] = mercatorX(lon / UNITS_PER_DEGREE);
      coords[i + 1] = mercatorY(lat / UNITS_PER_DEGREE);
    }
    return coords;
  }
  function emptyBox() {
    return [Infinity, Infinity, -Infinity, -Infinity];
  }
  function growBox(box, other) {
    box[0] = Math.min(box[0], other[0]);
    box[1] = Math.min(box[1], other[1]);
    box[2] = Math.max(box[2], other[2]);
    box[3] = Math.max(box[3], other[3]);
  }
  function boxOf(coords) {
    const box = emptyBox();
    for (let i = 0; i < coords.length; i += 2) {
      if (coords[i] < box[0]) box[0] = coords[i];
      if (coords[i] > box[2]) box[2] = coords[i];
      if (coords[i + 1] < box[1]) box[1] = coords[i + 1];
      if (coords[i + 1] > box[3]) box[3] = coords[i + 1];
    }
    return box;
  }
  function decodeGeometry(packed) {
    const closed = packed.type === "polygon";
    const box = emptyBox();
    let vertices = 0;
    const parts = packed.parts.map((part) => {
      const lines = (
        /** @type {number[][]} */
        closed ? part : [part]
      );
      const rings = lines.map(decodeLine);
      const partBox = emptyBox();
      for (const ring of rings) {
        growBox(partBox, boxOf(ring));
        vertices += ring.length / 2;
      }
      growBox(box, partBox);
      return { rings, box: partBox };
    });
    return { closed, parts, box, vertices };
  }
  function circleBox(x, y, radius) {
    return [x - radius, y - radius, x + radius, y + radius];
  }
  function boxOnView(view, box) {
    const { scale, left, top, width, height } = view;
    return box[2] * scale - left > -MARGIN_PX && box[0] * scale - left < width + MARGIN_PX && box[3] * scale - top > -MARGIN_PX && box[1] * scale - top < height + MARGIN_PX;
  }
  function beyond(x, y, width, height) {
    return (x < -MARGIN_PX ? 1 : x > width + MARGIN_PX ? 2 : 0) | (y < -MARGIN_PX ? 4 : y > height + MARGIN_PX ? 8 : 0);
  }
  function traceLine(path, coords, view, closed) {
    const { scale, left, top, width, height } = view;
    const last = coords.length - 2;
    if (last < 0) return;
    let keptX = coords[0] * scale - left;
    let keptY = coords[1] * scale - top;
    let keptSide = beyond(keptX, keptY, width, height);
    path.moveTo(keptX, keptY);
    let waiting = false;
    let waitX = 0;
    let waitY = 0;
    let waitSide = 0;
    for (let i = 2; i <= last; i += 2) {
      const x = coords[i] * scale - left;
      const y = coords[i + 1] * scale - top;
      const fromX = waiting ? waitX : keptX;
      const fromY = waiting ? waitY : keptY;
      if (i < last && Math.abs(x - fromX) < NEAR_PX && Math.abs(y - fromY) < NEAR_PX) continue;
      const side = beyond(x, y, width, height);
      if (waiting && !(keptSide & waitSide & side)) {
        path.lineTo(waitX, waitY);
        keptX = waitX;
        keptY = waitY;
        keptSide = waitSide;
      }
      waiting = true;
      waitX = x;
      waitY = y;
      waitSide = side;
    }
    if (waiting) path.lineTo(waitX, waitY);
    if (closed) path.closePath();
  }
  function traceShape(view, shape) {
    if (!boxOnView(view, shape.box)) return false;
    for (const part of shape.parts) {
      if (!boxOnView(view, part.box)) continue;
      for (const ring of part.rings) traceLine(view.ctx, ring, view, shape.closed);
    }
    return true;
  }
  function ringContains(ring, x, y) {
    let inside = false;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      if (ring[i + 1] > y !== ring[j + 1] > y) {
        const crossing = ring[i] + (y - ring[i + 1]) / (ring[j + 1] - ring[i + 1]) * (ring[j] - ring[i]);
        if (x < crossing) inside = !inside;
      }
    }
    return inside;
  }
  function shapeContains(shape, x, y) {
    if (!shape.closed) return false;
    return shape.parts.some(
      ({ rings, box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && rings.reduce((inside, ring) => inside !== ringContains(ring, x, y), false)
    );
  }
  function shapeArea(shape) {
    let area = 0;
    for (const { rings } of shape.parts) {
      rings.forEach((ring, index) => {
        area += (index === 0 ? 1 : -1) * Math.abs(ringArea(ring));
      });
    }
    return area;
  }
  function ringArea(ring) {
    let sum = 0;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      sum += ring[j] * ring[i + 1] - ring[i] * ring[j + 1];
    }
    return sum / 2;
  }

  // borderviz/page/viewer/src/theme.js
  var NAMES = [
    "paper",
    "ink",
    "ink-soft",
    "land",
    "neighbour",
    "sea",
    "lake",
    "shore",
    "river",
    "province",
    "border",
    "border-casing",
    "label",
    "label-soft",
    "label-water",
    "zone",
    "zone-edge",
    "halo",
    "focus"
  ];
  var HEX = /^#[0-9a-f]{6}$/i;
  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const theme = { font: style.getPropertyValue("--font").trim() || "sans-serif" };
    for (const name of NAMES) theme[name] = style.getPropertyValue(`--${name}`).trim() || "#888888";
    return theme;
  }
  function safeColour(colour, fallback) {
    return colour && HEX.test(colour) ? colour : fallback;
  }
  function mix(first, second, share) {
    if (!HEX.test(first) || !HEX.test(second)) return first;
    const parts = [1, 3, 5].map((at) => {
      const from = parseInt(first.slice(at, at + 2), 16);
      const to = parseInt(second.slice(at, at + 2), 16);
      return Math.round(from + (to - from) * share).toString(16).padStart(2, "0");
    });
    return `#${parts.join("")}`;
  }
  function translucent(colour, opacity) {
    if (!HEX.test(colour)) return colour;
    return colour + Math.round(opacity * 255).toString(16).padStart(2, "0");
  }

  // borderviz/page/viewer/src/marks.js
  var MARK_RADIUS = 7;
  var TURN = 2 * Math.PI;
  var STRIPE_PX = 3.6;
  var DOT_PX = 3.4;
  var OUTLINES = /* @__PURE__ */ new Map([
    ["square", regular(4, 1.22, Math.PI / 4)],
    ["triangle", regular(3, 1.34, -Math.PI / 2, 0.16)],
    ["diamond", regular(4, 1.28, 0)],
    ["pentagon", regular(5, 1.14, -Math.PI / 2)],
    ["hexagon", regular(6, 1.1, 0)],
    ["star", star(5, 1.42, 0.62)],
    ["plus", cross(0)],
    ["cross", cross(Math.PI / 4)]
  ]);
  function regular(sides, radius, turn, drop = 0) {
    return Array.from({ length: sides }, (_, i) => {
      const angle = turn + i * TURN / sides;
      return [radius * Math.cos(angle), radius * Math.sin(angle) + drop];
    });
  }
  function star(points, outer, inner) {
    return Array.from({ length: 2 * points }, (_, i) => {
      const angle = -Math.PI / 2 + i * Math.PI / points;
      const radius = i % 2 ? inner : outer;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
  }
  function cross(turn) {
    const [long, thin] = [1.3, 0.5];
    const corners = [
      [thin, -long],
      [thin, -thin],
      [long, -thin],
      [long, thin],
      [thin, thin],
      [thin, long],
      [-thin, long],
      [-thin, thin],
      [-long, thin],
      [-long, -thin],
      [-thin, -thin],
      [-thin, -long]
    ];
    return corners.map(([x, y]) => [
      x * Math.cos(turn) - y * Math.sin(turn),
      x * Math.sin(turn) + y * Math.cos(turn)
    ]);
  }
  function traceMark(ctx, shape, x, y, radius) {
    ctx.beginPath();
    const outline = OUTLINES.get(shape);
    if (!outline) {
      ctx.arc(x, y, radius, 0, TURN);
      return;
    }
    for (const [dx, dy] of outline) ctx.lineTo(x + dx * radius, y + dy * radius);
    ctx.closePath();
  }
  function drawMark(ctx, mark, theme) {
    const { shape, colour, fill, x, y } = mark;
    const radius = (mark.radius ?? MARK_RADIUS) * (mark.selected ? 1.25 : 1);
    ctx.save();
    ctx.lineJoin = "round";
    ctx.setLineDash([]);
    if (mark.selected || mark.hovered) drawRing(ctx, mark, radius, theme);
    traceMark(ctx, shape, x, y, radius);
    ctx.strokeStyle = theme.paper;
    ctx.lineWidth = 4.5;
    ctx.stroke();
    ctx.fillStyle = fill === "solid" ? colour : theme.paper;
    ctx.fill();
    const edge = mix(colour, theme.ink, 0.38);
    if (fill === "hatched" || fill === "dotted") fillInside(ctx, fill, x, y, radius, edge);
    ctx.strokeStyle = fill === "solid" ? edge : mix(colour, theme.ink, 0.2);
    ctx.lineWidth = fill === "solid" ? 1.2 : 2.1;
    traceMark(ctx, shape, x, y, radius);
    ctx.stroke();
    if (mark.struck) strikeThrough(ctx, x, y, radius, theme);
    ctx.restore();
  }
  function drawRing(ctx, mark, radius, theme) {
    ctx.beginPath();
    ctx.arc(mark.x, mark.y, radius + 7, 0, TURN);
    ctx.fillStyle = translucent(theme.paper, 0.8);
    ctx.fill();
    ctx.strokeStyle = mark.selected ? theme.focus : theme["ink-soft"];
    ctx.lineWidth = mark.selected ? 3 : 1.5;
    ctx.stroke();
  }
  function fillInside(ctx, fill, x, y, radius, colour) {
    ctx.save();
    ctx.clip();
    const reach = radius * 1.5;
    ctx.beginPath();
    if (fill === "hatched") {
      for (let at = -2 * reach; at <= 2 * reach; at += STRIPE_PX * Math.SQRT2) {
        ctx.moveTo(x + at - reach, y + reach);
        ctx.lineTo(x + at + reach, y - reach);
      }
      ctx.strokeStyle = colour;
      ctx.lineWidth = 1.7;
      ctx.stroke();
    } else {
      for (let row = -3; row <= 3; row += 1) {
        for (let column = -3; column <= 3; column += 1) {
          const [dx, dy] = [column * DOT_PX + (row % 2 ? DOT_PX / 2 : 0), row * DOT_PX];
          ctx.moveTo(x + dx + 0.8, y + dy);
          ctx.arc(x + dx, y + dy, 0.8, 0, TURN);
        }
      }
      ctx.fillStyle = colour;
      ctx.fill();
    }
    ctx.restore();
  }
  function strikeThrough(ctx, x, y, radius, theme) {
    const reach = radius + 4;
    ctx.lineCap = "round";
    for (
      const [colour, width] of
      /** @type {[string, number][]} */
      [[theme.paper, 4], [theme.ink, 1.6]]
    ) {
      ctx.beginPath();
      ctx.moveTo(x - reach, y + reach * 0.55);
      ctx.lineTo(x + reach, y - reach * 0.55);
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke();
    }
  }
  var hatches = /* @__PURE__ */ new Map();
  function hatching(ctx, colour, ratio) {
    const key = `${colour} ${ratio}`;
    const known = hatches.get(key);
    if (known) return known;
    const size = 7;
    const tile = document.createElement("canvas");
    tile.width = Math.round(size * ratio);
    tile.height = tile.width;
    const pen = (
      /** @type {CanvasRenderingContext2D} */
      tile.getContext("2d")
    );
    const side = tile.width;
    pen.strokeStyle = colour;
    pen.lineWidth = ratio;
    pen.beginPath();
    for (const shift of [-side, 0, side]) {
      pen.moveTo(shift - side * 0.1, side * 1.1);
      pen.lineTo(shift + side * 1.1, -side * 0.1);
    }
    pen.stroke();
    const pattern = ctx.createPattern(tile, "repeat");
    if (!pattern) return colour;
    pattern.setTransform(new window.DOMMatrix().scale(size / side));
    hatches.set(key, pattern);
    return pattern;
  }

  // borderviz/page/viewer/src/spread.js
  var RING = 8;
  var GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
  function spreadMarks(points, gap) {
    const groups = groupNear(points, gap);
    const spread = new Array(points.length);
    for (const members of groups) {
      const centreX = members.reduce((sum, index) => sum + points[index].x, 0) / members.length;
      const centreY = members.reduce((sum, index) => sum + points[index].y, 0) / members.length;
      members.forEach((index, rank) => {
        const { item, x, y } = points[index];
        const [dx, dy] = offsetOf(rank, members.length, gap);
        spread[index] = { item, x: centreX + dx, y: centreY + dy, atX: x, atY: y };
      });
    }
    return spread;
  }
  function groupNear(points, gap) {
    const parents = points.map((_, index) => index);
    const rootOf = (index) => {
      let root = index;
      while (parents[root] !== root) root = parents[root];
      return root;
    };
    const cells = /* @__PURE__ */ new Map();
    points.forEach(({ x, y }, index) => {
      const [column, row] = [Math.floor(x / gap), Math.floor(y / gap)];
      for (let c = column - 1; c <= column + 1; c += 1) {
        for (let r = row - 1; r <= row + 1; r += 1) {
          for (const other of cells.get(`${c} ${r}`) ?? []) {
            const near = Math.hypot(points[other].x - x, points[other].y - y) < gap;
            if (near) parents[rootOf(index)] = rootOf(other);
          }
        }
      }
      const cell = `${column} ${row}`;
      cells.set(cell, [...cells.get(cell) ?? [], index]);
    });
    const groups = /* @__PURE__ */ new Map();
    points.forEach((_, index) => {
      const root = rootOf(index);
      groups.set(root, [...groups.get(root) ?? [], index]);
    });
    return [...groups.values()];
  }
  function offsetOf(rank, count, gap) {
    if (count === 1) return [0, 0];
    if (count === 2) return [(rank - 0.5) * gap, 0];
    if (count <= RING) {
      const radius2 = gap / (2 * Math.sin(Math.PI / count));
      const angle = -Math.PI / 2 + rank * 2 * Math.PI / count;
      return [radius2 * Math.cos(angle), radius2 * Math.sin(angle)];
    }
    const radius = gap * 0.6 * Math.sqrt(rank + 0.5);
    return [radius * Math.cos(rank * GOLDEN_ANGLE), radius * Math.sin(rank * GOLDEN_ANGLE)];
  }

  // borderviz/page/viewer/src/events.js
  var GAP_PX = 23;
  var LARGER_THAN_MARK_PX = 2 * MARK_RADIUS + 6;
  var NEUTRAL = "#5b6670";
  var FAINTEST = 0.28;
  var WIDE_SHARE = 0.5;
  function findingFor(incident, rule) {
    return incident.findings.get(rule);
  }
  function markStyle(model, incident, rule) {
    const type = model.types.get(incident.type);
    const finding = findingFor(incident, rule);
    return {
      shape: type?.shape ?? "circle",
      colour: safeColour(type?.colour, NEUTRAL),
      fill: model.verdicts.get(finding?.verdict ?? "unknown")?.fill ?? "dotted",
      struck: finding?.inForce === "no"
    };
  }
  function markedIncidents(model, state) {
    const selected = state.selected === null ? null : model.incidents[state.selected];
    const extra = selected?.aggregate && selected.location !== null ? [selected] : [];
    return [...model.placed, ...extra];
  }
  function placeMarks(view, model, incidents) {
    const points = incidents.map((incident) => {
      const place = model.places[
        /** @type {number} */
        incident.location
      ];
      return {
        item: incident,
        x: (
          /** @type {number} */
          place.x * view.scale - view.left
        ),
        y: (
          /** @type {number} */
          place.y * view.scale - view.top
        )
      };
    });
    return spreadMarks(points, GAP_PX).map(({ item, ...rest }) => ({ incident: item, ...rest }));
  }
  function traceSupport(view, place) {
    const { ctx, scale, left, top } = view;
    if (!place.box || !boxOnView(view, place.box)) return false;
    const [width, height] = [(place.box[2] - place.box[0]) * scale, (place.box[3] - place.box[1]) * scale];
    if (Math.max(width, height) < LARGER_THAN_MARK_PX) return false;
    ctx.beginPath();
    if (place.shapeOnMap) return traceShape(view, place.shapeOnMap);
    if (place.x === null || place.y === null) return false;
    ctx.arc(place.x * scale - left, place.y * scale - top, width / 2, 0, 2 * Math.PI);
    return true;
  }
  function colourOf(model, incidents) {
    const colours = new Set(incidents.map(({ type }) => safeColour(model.types.get(type)?.colour, NEUTRAL)));
    return colours.size === 1 ? [...colours][0] : NEUTRAL;
  }
  function sharedFill(incidents, rule) {
    const verdicts = new Set(incidents.map((incident) => findingFor(incident, rule)?.verdict ?? "unknown"));
    return verdicts.size === 1 ? [...verdicts][0] : "possible";
  }
  function drawSupports(view, model, incidents, state) {
    const byPlace = /* @__PURE__ */ new Map();
    for (const incident of incidents) {
      const index = (
        /** @type {number} */
        incident.location
      );
      byPlace.set(index, [...byPlace.get(index) ?? [], incident]);
    }
    const chosen = state.selected === null ? null : model.incidents[state.selected].location;
    for (const [index, members2] of byPlace) {
      if (index !== chosen) drawSupport(view, model, model.places[index], members2, state, false);
    }
    const members = chosen === null ? void 0 : byPlace.get(chosen);
    if (chosen !== null && members) drawSupport(view, model, model.places[chosen], members, state, true);
  }
  function drawSupport(view, model, place, members, state, selected) {
    if (!traceSupport(view, place)) return;
    const { ctx, theme } = view;
    const edge = mix(colourOf(model, members), theme.ink, 0.25);
    const verdict = sharedFill(members, state.rule);
    const quiet = state.selected !== null && !selected;
    ctx.save();
    ctx.globalAlpha = quiet ? 0.45 : 1;
    const strength = selected ? 1.5 : strengthOf(view, place);
    ctx.fillStyle = translucent(edge, (verdict === "outside" ? 0.05 : 0.12) * strength);
    ctx.fill("evenodd");
    if (verdict === "possible") {
      ctx.fillStyle = hatching(ctx, translucent(edge, 0.4 * strength), view.ratio);
      ctx.fill("evenodd");
    }
    if (selected) {
      ctx.strokeStyle = theme.paper;
      ctx.lineWidth = 5;
      ctx.stroke();
    }
    ctx.setLineDash(verdict === "unknown" ? [2, 3] : []);
    ctx.strokeStyle = selected ? theme.focus : translucent(edge, 0.35 + 0.4 * strength);
    ctx.lineWidth = selected ? 2.4 : 1;
    ctx.stroke();
    ctx.restore();
  }
  function strengthOf(view, place) {
    if (!place.box) return 1;
    const [width, height] = [place.box[2] - place.box[0], place.box[3] - place.box[1]];
    const share = Math.min(width / view.width, height / view.height) * view.scale;
    return Math.max(FAINTEST, 1 - (1 - FAINTEST) * share / WIDE_SHARE);
  }
  function drawMarks(view, model, marks, state) {
    const { ctx, theme } = view;
    for (const { x, y, atX, atY } of marks) {
      if (Math.hypot(x - atX, y - atY) > MARK_RADIUS) drawLeader(view, x, y, atX, atY);
    }
    const isChosen = ({ incident }) => incident.index === state.selected;
    const inOrder2 = [...marks.filter((mark) => !isChosen(mark)), ...marks.filter(isChosen)];
    for (const mark of inOrder2) {
      const style = markStyle(model, mark.incident, state.rule);
      const hovered = mark.incident.index === state.hovered;
      drawMark(ctx, { ...style, x: mark.x, y: mark.y, selected: isChosen(mark), hovered }, theme);
    }
  }
  function drawLeader({ ctx, theme }, x, y, atX, atY) {
    for (
      const [colour, width] of
      /** @type {[string, number][]} */
      [[theme.paper, 2.6], [theme["ink-soft"], 1]]
    ) {
      ctx.beginPath();
      ctx.moveTo(atX, atY);
      ctx.lineTo(x, y);
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(atX, atY, width, 0, 2 * Math.PI);
      ctx.fillStyle = colour;
      ctx.fill();
    }
  }
  function drawNumbers({ ctx, theme }, marks) {
    ctx.font = `600 9px ${theme.font}`;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    for (const { incident, x, y } of marks) {
      if (!incident.number) continue;
      ctx.strokeStyle = theme.paper;
      ctx.lineWidth = 3;
      ctx.strokeText(String(incident.number), x + MARK_RADIUS + 1, y - MARK_RADIUS);
      ctx.fillStyle = theme.ink;
      ctx.fillText(String(incident.number), x + MARK_RADIUS + 1, y - MARK_RADIUS);
    }
  }

  // borderviz/page/viewer/src/i18n.js
  var STRINGS = {
    en: {
      "page.internal": "Internal – not for publication",
      "page.skip": "Skip the map, go to the list of incidents",
      "page.failed": "The map cannot be shown: {reason}. Its data is inside this file; try a current browser.",
      "page.map": "Map. The incidents on it are also in the list, which the keyboard reaches.",
      "page.panel": "Incidents, rules and sources",
      "page.key": "Legend",
      "meta.incidents.one": "1 incident",
      "meta.incidents": "{n} incidents",
      "meta.reports.one": "1 report",
      "meta.reports": "{n} reports",
      "meta.aggregates.one": "1 total listed apart",
      "meta.aggregates": "{n} totals listed apart",
      "meta.outlets": "Reported by {outlets}",
      "meta.more": "{list} and {n} more",
      "headline.range": "Between {low} and {high} of {n} incidents",
      "headline.exact": "{low} of {n} incidents",
      "headline.none": "None of the {n} incidents",
      "headline.all": "All {n} incidents",
      "headline.rest": "lay inside “{rule}” while it was in force.",
      "headline.how": "What the range means",
      "headline.low": "{low}: those that lay inside for certain, wherever in the area that the report allows they happened, with the rule in force for certain.",
      "headline.high": "{high}: those for which neither the place nor the date rules it out.",
      "headline.not_in_expected": "{n} are not in that number: their time or place is not known.",
      "headline.expected": "The expected number is {expected}, if every spot of the area that a report allows, and every day of its interval, is held equally likely. It is a reckoning, not a finding.",
      "headline.unknown_year": "{n} of them have no stated year; for these no rule is counted as in force for certain.",
      "headline.not_in_force": "{n} happened while the rule was not in force.",
      "headline.other_bank": "{n} happened on the other bank and lie outside.",
      "headline.aggregates": "{n} reported totals are not counted here.",
      "headline.other": "Count for another rule",
      "headline.choose": "Show this rule: {rule}",
      "headline.short": "{range} of {n}",
      "key.type": "What was reported",
      "key.place": "Where, for “{rule}”",
      "key.zones": "Zones",
      "key.area": "Area in which it may have happened",
      "key.struck": "Struck through: the rule was not in force then",
      "key.border": "Border",
      "key.reference": "Zone as the rule is read here",
      "key.variant": "The same zone, read otherwise",
      "key.other": "Zone of another rule",
      "key.analyst": "Added layers",
      "list.title": "Incidents",
      "list.none": "No incident could be placed on the map.",
      "list.unplaced": "Not on the map",
      "list.unplaced.why": "These reports do not say where, or not clearly enough. They are counted, but not pinned to a guessed spot.",
      "list.aggregates": "Totals, listed apart",
      "list.aggregates.why": "Sums over a longer time or a wider area, as a source gave them. They may already hold incidents above and are never added to them.",
      "list.candidates": "Could be: {list}",
      "list.reports": "{n} reports",
      "list.date": "Date",
      "list.place": "Place",
      "list.what": "What",
      "list.numbers": "People",
      "list.finding": "Place and rule",
      "list.source": "Source",
      "list.more": "and {n} more incidents, not printed here",
      "list.placeless": "place not stated",
      "card.incident": "Incident {number} of {n}",
      "card.aggregate": "Total, not added to the incidents",
      "card.close": "Close",
      "card.previous": "Previous",
      "card.next": "Next",
      "card.previous.name": "Previous incident",
      "card.next.name": "Next incident",
      "card.zoom": "Zoom to this area",
      "card.when": "When",
      "card.where": "Where",
      "card.people": "People",
      "card.source": "Source",
      "card.sources": "What the reports say",
      "card.report": "Report {number}",
      "card.origins": "{reports} reports, {origins} independent origins",
      "card.origins.one": "{reports} reports that go back to one origin",
      "card.stated": "stated as “{text}”",
      "card.interval": "taken as {interval}",
      "card.known": "known by {date}",
      "card.radius": "within {distance} of the marked point",
      "card.resolution": "Placed by {method}",
      "card.country": "Country of the event: {country}",
      "card.confidence": "Confidence of the coding: {confidence}",
      "card.part_of": "Already counted in the total {id}",
      "card.published": "published {date}",
      "card.untitled": "Untitled report",
      "card.nosource": "No source link",
      "card.badlink": "The stated link is not an https address: {url}",
      "card.rules": "Inside or outside",
      "card.norules": "No rule was checked for this report.",
      "card.reckoning": "How likely, how far",
      "card.p": "{p} of the area in which it may have happened lies inside the zone.",
      "card.p.range": "Depending on how large that area is taken and how the zone is read: {low} to {high}.",
      "card.t": "The rule was in force on {t} of the days in question.",
      "card.distance": "Distance to the line the zone is measured from: {distance}.",
      "card.quote": "In the words of the report",
      "card.feature": "From the layer “{name}”",
      "card.selected": "Selected: incident {number} of {n}. {what}, {when}, {where}. {finding}",
      "card.selected.aggregate": "Selected: a reported total. {what}, {when}, {where}.",
      "card.closed": "Selection cleared.",
      "people.killed": "killed",
      "people.arrested": "arrested",
      "people.involved": "involved",
      "people.best": "best figure {best}",
      "people.none": "no number reported",
      "finding.inside": "Inside",
      "finding.possible": "May lie inside",
      "finding.outside": "Outside",
      "finding.unknown": "Cannot be told",
      "finding.other": "Outside: on the other bank",
      "finding.both": "Either bank",
      "force.yes": "rule in force",
      "force.possibly": "rule may have been in force",
      "force.no": "rule not in force then",
      "resolution.resolved": "placed",
      "resolution.ambiguous": "several places would fit",
      "resolution.unresolved": "could not be placed",
      "resolution.out_of_area": "outside the area of this map",
      "rules.title": "Zones and rules",
      "rules.from": "Start: {from}. End: {to}.",
      "rules.open": "Start: {from}. No end is recorded.",
      "rules.undated": "Dates in force not recorded",
      "rules.drawn": "Drawn on the map",
      "rules.undrawn": "Described here, not drawn: its course is not known well enough, or it covers no area of its own",
      "rules.reference": "reference",
      "rules.variant": "variant",
      "rules.width": "{width} km, {side}, from {baseline}",
      "rules.confidence": "Confidence: {confidence}",
      "rules.doubts": "What is in doubt",
      "rules.sources": "Sources",
      "rules.zones": "Readings of the rule",
      "how.title": "How to read this map",
      "how.mark": "Each mark is one incident. Its shape and colour tell what was reported; its fill tells whether it lay inside the chosen zone: solid, for certain; hatched, possibly; hollow, no; dotted, cannot be told.",
      "how.area": "A report seldom gives a point. The shaded area around a mark is where, by its words, the incident may have happened; the mark stands in the middle of that area and is no closer statement.",
      "how.fan": "Marks that would cover each other are set apart, with a thin line to where they belong.",
      "how.range": "Counts are given as ranges. The lower number holds only what is certain, the upper one all that is not ruled out.",
      "how.time": "A rule is held against an incident only for the time in which it was in force. Where a date or a year is missing, the page says “may have been in force”.",
      "how.select": "Click a mark, an area or an entry of the list to see what was reported, by whom, and how it was placed. Escape closes the card.",
      "how.offline": "The page is complete in this file and asks for nothing over the network.",
      "foot.title": "Sources and licences",
      "foot.notes": "Notes",
      "foot.outlets": "Reports by {outlets}.",
      "foot.made": "Made with {generator}.",
      "foot.input": "Input (sha256): {hash}",
      "foot.pack": "Geographic data (sha256): {hash}",
      "foot.licence": "Licence: {licence}",
      "date.unknown": "date not known",
      "date.noyear": "{date}, year not stated",
      "date.noyear.before": "{date}, year not stated, not after {end}",
      "date.before": "on or before {date}",
      "date.after": "on or after {date}",
      "date.about": "about {date}",
      "date.doubtful": "{date} (doubtful)",
      "date.or": "{list} or {last}",
      "date.and": "{list} and {last}",
      "date.between": "between {start} and {end}",
      "date.month": "{month} {year}",
      "date.day": "{day} {month} {year}",
      "date.daymonth": "{day} {month}",
      "date.months": "January|February|March|April|May|June|July|August|September|October|November|December",
      "date.seasons": "spring|summer|autumn|winter",
      "date.season": "{season} {year}",
      "date.decade": "the {year}s",
      "number.range": "{low}–{high}",
      "number.atleast": "at least {low}",
      "number.atmost": "up to {high}",
      "number.km": "{n} km",
      "number.m": "{n} m",
      "number.percent": "{n} %",
      "number.under": "under {n}",
      "number.over": "over {n}"
    },
    ko: {},
    zh: {}
  };
  var language = "en";
  function setLanguage(code) {
    const base = code.split("-")[0];
    language = Object.hasOwn(STRINGS, base) ? base : "en";
  }
  function t(key, gaps = {}) {
    const text = STRINGS[language][key] ?? STRINGS.en[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => Object.hasOwn(gaps, name) ? String(gaps[name]) : whole);
  }
  function tn(key, n) {
    const single = `${key}.one`;
    return n === 1 && (STRINGS[language][single] ?? STRINGS.en[single]) ? t(single, { n }) : t(key, { n });
  }
  function nameOf(names) {
    if (!names) return "";
    const own = (
      /** @type {Record<string, string | null | undefined>} */
      /** @type {unknown} */
      names
    );
    return own[language] || names.en || names.ko || names.zh || "";
  }
  function nativeName({ name, native }) {
    if (native !== void 0) return native ?? "";
    return language === "en" ? name.ko || name.zh || "" : "";
  }
  function countryName(code) {
    if (!/^[A-Z]{2}$/.test(code)) return code;
    return new Intl.DisplayNames([language], { type: "region", fallback: "code" }).of(code) ?? code;
  }

  // borderviz/page/viewer/src/words.js
  var DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
  var MONTH = /^(\d{4})-(\d{2})$/;
  var DECADE = /^(\d{3})X$/;
  var TENS_OF_DAYS = /^(\d{4})-(\d{2})-([0-3])X$/;
  var NO_YEAR = /^XXXX-(\d{2})(?:-(\d{2}))?$/;
  var FIRST_SEASON = 21;
  var EDTF_LETTERS = /^[-0-9X?~%.,/[\]{} ]+$/;
  function monthName(month) {
    return t("date.months").split("|")[Number(month) - 1] ?? month;
  }
  function monthWords(year, month) {
    const season = t("date.seasons").split("|")[Number(month) - FIRST_SEASON];
    if (season) return t("date.season", { season, year });
    return t("date.month", { month: monthName(month), year });
  }
  function daysInMonth(year, month) {
    return new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  }
  function tensWords(year, month, tens) {
    const first = Math.max(1, Number(tens) * 10);
    const last = Math.min(Number(tens) * 10 + 9, daysInMonth(year, month));
    return t("date.day", { day: `${first}–${last}`, month: monthName(month), year });
  }
  function plainDate(text) {
    const day = DAY.exec(text);
    if (day) return t("date.day", { day: Number(day[3]), month: monthName(day[2]), year: day[1] });
    const month = MONTH.exec(text);
    if (month) return monthWords(month[1], month[2]);
    const tens = TENS_OF_DAYS.exec(text);
    if (tens) return tensWords(tens[1], tens[2], tens[3]);
    const decade = DECADE.exec(text);
    if (decade) return t("date.decade", { year: `${decade[1]}0` });
    const bare = NO_YEAR.exec(text);
    if (!bare) return text;
    const date = bare[2] ? t("date.daymonth", { day: Number(bare[2]), month: monthName(bare[1]) }) : monthName(bare[1]);
    return t("date.noyear", { date });
  }
  function qualifiedDate(text) {
    const mark = /[?~%]$/.exec(text)?.[0] ?? "";
    let words = plainDate(mark ? text.slice(0, -1) : text);
    if (mark === "~" || mark === "%") words = t("date.about", { date: words });
    if (mark === "?" || mark === "%") words = t("date.doubtful", { date: words });
    return words;
  }
  function intervalWords(start2, end) {
    const open = (edge) => edge === ".." || edge === "";
    if (open(start2) && open(end)) return t("date.unknown");
    if (open(start2)) return t("date.before", { date: qualifiedDate(end) });
    if (open(end)) return t("date.after", { date: qualifiedDate(start2) });
    return spanWords(start2, end);
  }
  function spanWords(start2, end) {
    const first = DAY.exec(start2);
    const last = DAY.exec(end);
    if (!first || !last || first[1] !== last[1]) return `${qualifiedDate(start2)} – ${qualifiedDate(end)}`;
    if (first[2] !== last[2]) {
      const head = t("date.daymonth", { day: Number(first[3]), month: monthName(first[2]) });
      return `${head} – ${plainDate(end)}`;
    }
    const day = `${Number(first[3])}–${Number(last[3])}`;
    return t("date.day", { day, month: monthName(first[2]), year: first[1] });
  }
  function setWords(content, joint) {
    if (content.includes("..")) {
      const [start2, end] = content.split("..").map((edge) => edge.trim());
      if (!start2 || !end) return intervalWords(start2, end);
      return t("date.between", { start: qualifiedDate(start2), end: qualifiedDate(end) });
    }
    const dates = content.split(",").map((date) => qualifiedDate(date.trim()));
    const last = dates.pop() ?? "";
    return dates.length ? t(joint, { list: dates.join(", "), last }) : last;
  }
  function dateWords(edtf) {
    if (!edtf) return t("date.unknown");
    if (!EDTF_LETTERS.test(edtf)) return edtf;
    if (edtf.startsWith("[") && edtf.endsWith("]")) return setWords(edtf.slice(1, -1), "date.or");
    if (edtf.startsWith("{") && edtf.endsWith("}")) return setWords(edtf.slice(1, -1), "date.and");
    const parts = edtf.split("/");
    return parts.length === 2 ? intervalWords(parts[0], parts[1]) : qualifiedDate(edtf);
  }
  function periodWords(start2, end) {
    if (!start2 && !end) return t("date.unknown");
    if (!start2) return t("date.before", { date: plainDate(
      /** @type {string} */
      end
    ) });
    if (!end) return t("date.after", { date: plainDate(start2) });
    if (start2 === end) return plainDate(start2);
    const first = DAY.exec(start2);
    const last = DAY.exec(end);
    if (first && last && first[1] === last[1]) {
      if (start2.endsWith("-01-01") && end.endsWith("-12-31")) return first[1];
      const whole = first[3] === "01" && Number(last[3]) === daysInMonth(last[1], last[2]);
      if (whole && first[2] === last[2]) return monthWords(first[1], first[2]);
    }
    return spanWords(start2, end);
  }
  function whenWords({ date, date_start: start2, date_end: end }) {
    if (!date) return periodWords(start2, end);
    const bare = NO_YEAR.exec(date);
    if (!bare || !end) return dateWords(date);
    const stated = bare[2] ? t("date.daymonth", { day: Number(bare[2]), month: monthName(bare[1]) }) : monthName(bare[1]);
    return t("date.noyear.before", { date: stated, end: plainDate(end) });
  }
  function integer(value) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
  }
  function countWords(triple) {
    if (!triple) return "";
    const [low, best, high] = triple;
    if (low === null && high === null) return best === null ? "" : integer(best);
    if (high === null) return t("number.atleast", { low: integer(
      /** @type {number} */
      low
    ) });
    if (low === null) return t("number.atmost", { high: integer(high) });
    if (low === high) return integer(low);
    const range = t("number.range", { low: integer(low), high: integer(high) });
    const told = best !== null && best !== low && best !== high;
    return told ? `${range} (${t("people.best", { best: integer(best) })})` : range;
  }
  function widest(triples) {
    const told = triples.filter((triple) => triple !== null);
    if (!told.length) return null;
    if (told.length === 1) return told[0];
    const lows = told.map(([low2, best]) => low2 ?? best);
    const highs = told.map(([, best, high2]) => high2 ?? best);
    const low = lows.includes(null) ? null : Math.min(.../** @type {number[]} */
    lows);
    const high = highs.includes(null) ? null : Math.max(.../** @type {number[]} */
    highs);
    return [low, null, high];
  }
  function peopleWords(events) {
    return (
      /** @type {const} */
      ["killed", "arrested", "involved"].map((kind) => [countWords(widest(events.map((event) => event[kind]))), t(`people.${kind}`)]).filter(([count]) => count).map((words) => words.join(" ")).join(", ")
    );
  }
  function distanceWords(km) {
    if (km < 1) return t("number.m", { n: Math.round(km * 100) * 10 });
    return t("number.km", { n: km < 10 ? km.toFixed(1).replace(/\.0$/, "") : integer(Math.round(km)) });
  }
  function distanceRange(low, high) {
    if (low === null && high === null) return "";
    const near = distanceWords(
      /** @type {number} */
      low ?? high
    );
    const far = distanceWords(
      /** @type {number} */
      high ?? low
    );
    return near === far ? near : `${near} – ${far}`;
  }
  function shareWords(share) {
    const percent = Math.round(share * 100);
    if (share > 0 && percent === 0) return t("number.under", { n: t("number.percent", { n: 1 }) });
    if (share < 1 && percent === 100) return t("number.over", { n: t("number.percent", { n: 99 }) });
    return t("number.percent", { n: percent });
  }
  function findingWords({ verdict, inForce, side }) {
    const other = verdict === "outside" && side === "other";
    const place = t(other ? "finding.other" : `finding.${verdict}`);
    return `${place}; ${t(`force.${inForce}`)}`;
  }
  function headlineWords({ low, high, incidents: n }) {
    if (low !== high) return t("headline.range", { low, high, n });
    if (n > 0 && low === n) return t("headline.all", { n });
    return low === 0 ? t("headline.none", { n }) : t("headline.exact", { low, n });
  }

  // borderviz/page/viewer/src/phrases.js
  var LONGEST_IN_A_LINE = 240;
  function oneLine(text) {
    const flat = text.slice(0, LONGEST_IN_A_LINE + 1).replace(/\s+/g, " ").trim();
    return flat.length > LONGEST_IN_A_LINE ? `${flat.slice(0, LONGEST_IN_A_LINE)}…` : flat;
  }
  function whatWords(model, incident) {
    return oneLine(nameOf(model.types.get(incident.type)?.label) || incident.type || "");
  }
  function incidentWhen({ events }) {
    const words = events.map(whenWords);
    if (words.every((word) => word === words[0])) return oneLine(words[0]);
    const starts = events.map(({ date_start: start2 }) => start2);
    const ends = events.map(({ date_end: end }) => end);
    if (starts.includes(null) || ends.includes(null)) return oneLine([...new Set(words)].join("; "));
    const sorted = (days) => [.../** @type {string[]} */
    days].sort();
    return periodWords(sorted(starts)[0], sorted(ends)[ends.length - 1]);
  }
  function incidentWhere(model, { events, location }) {
    const index = location ?? events.find((event) => event.location !== null)?.location ?? null;
    const place = index === null ? null : model.places[index].place;
    return place ? oneLine(place) : t("list.placeless");
  }
  function incidentPeople({ events }) {
    return peopleWords(events);
  }
  function outletWords(model) {
    const outlets = model.incidents.flatMap(({ events }) => events.map(({ source_outlet: outlet }) => outlet));
    const known = [...new Set(outlets.filter((outlet) => outlet !== null && outlet !== ""))];
    const shown = known.slice(0, 6).map((outlet) => oneLine(
      /** @type {string} */
      outlet
    )).join(", ");
    return known.length > 6 ? t("meta.more", { list: shown, n: known.length - 6 }) : shown;
  }

  // borderviz/page/viewer/src/cards.js
  function createCard(model, store, swatches, reader) {
    const card = h("section", {
      class: "bv-card",
      hidden: true,
      attributes: { role: "dialog", "aria-labelledby": "bv-card-title", tabindex: "-1" }
    });
    const draw = () => {
      const { selected, rule } = store.state;
      card.hidden = selected === null;
      if (selected === null) {
        card.replaceChildren();
        return;
      }
      const incident = model.incidents[selected];
      card.replaceChildren(
        headOf(model, incident, rule, swatches, reader),
        h("div", { class: "bv-card-body" }, ...bodyOf(model, incident, rule)),
        stepsOf(model, incident, reader)
      );
      card.scrollTop = 0;
    };
    const showFeature = ({ name, text }) => {
      store.set({ selected: null });
      card.hidden = false;
      card.replaceChildren(
        h(
          "div",
          { class: "bv-card-head" },
          h("h2", { attributes: { id: "bv-card-title" } }, foreign(t("card.feature", { name }))),
          closeButton(reader)
        ),
        h("div", { class: "bv-card-body" }, h("p", {}, foreign(text)))
      );
    };
    const hide = () => {
      card.hidden = true;
      card.replaceChildren();
    };
    store.subscribe((state, before) => {
      if (state.selected !== before.selected || state.rule !== before.rule) draw();
    });
    return { element: card, showFeature, hide };
  }
  function closeButton(reader) {
    return h("button", {
      class: "bv-close",
      text: "×",
      onclick: () => reader.close(),
      attributes: { type: "button", "aria-label": t("card.close") }
    });
  }
  function headOf(model, incident, rule, swatches, reader) {
    const kicker = incident.aggregate ? t("card.aggregate") : t("card.incident", { number: incident.number, n: model.order.length });
    return h(
      "div",
      { class: "bv-card-head" },
      swatches.mark(markStyle(model, incident, rule)),
      h(
        "div",
        { class: "bv-card-titles" },
        h("p", { class: "bv-small", text: kicker }),
        h("h2", { attributes: { id: "bv-card-title" } }, foreign(whatWords(model, incident))),
        h("p", { class: "bv-small" }, foreign(incidentWhen(incident)))
      ),
      closeButton(reader)
    );
  }
  function stepsOf(model, incident, reader) {
    const step = (key, by, end) => {
      const button = h("button", {
        text: t(`card.${key}`),
        onclick: () => reader.step(by),
        attributes: { type: "button", "aria-label": t(`card.${key}.name`), "data-step": key }
      });
      button.disabled = end;
      return button;
    };
    const steps = incident.number ? [step("previous", -1, incident.number === 1), step("next", 1, incident.number === model.order.length)] : [];
    const zoom = incident.location === null ? null : h("button", {
      text: t("card.zoom"),
      onclick: () => reader.zoomTo(incident.index),
      attributes: { type: "button" }
    });
    return h("div", { class: "bv-steps" }, ...steps, zoom);
  }
  function bodyOf(model, incident, rule) {
    const { events } = incident;
    if (events.length === 1) {
      return [summaryOf(events[0]), factsOf(model, events[0]), rulesOf(model, events[0].assessments, rule), sourceOf(events[0])];
    }
    const shared = sameFindings(events);
    return [
      h(
        "dl",
        { class: "bv-facts" },
        ...fact(t("card.where"), foreign(incidentWhere(model, incident))),
        ...fact(t("card.people"), incidentPeople(incident) || t("people.none"))
      ),
      h("p", { class: "bv-small", text: originsOf(events) }),
      shared ? rulesOf(model, events[0].assessments, rule) : null,
      h("h3", { text: t("card.sources") }),
      h("div", { class: "bv-reports" }, ...events.map((event, index) => h(
        "article",
        {},
        h("h4", { text: t("card.report", { number: index + 1 }) }),
        summaryOf(event),
        factsOf(model, event),
        shared ? null : rulesOf(model, event.assessments, rule),
        sourceOf(event)
      )))
    ];
  }
  function sameFindings(events) {
    const texts = events.map(({ assessments }) => JSON.stringify(assessments.map((one) => ({ ...one, event: null }))));
    return texts.every((text) => text === texts[0]);
  }
  function originsOf(events) {
    const origins = new Set(events.map(({ origin_id: origin, row }) => origin ?? `row ${row}`)).size;
    return t(origins === 1 ? "card.origins.one" : "card.origins", { reports: events.length, origins });
  }
  function summaryOf({ summary, quote }) {
    return h(
      "div",
      { class: "bv-say" },
      summary ? h("p", {}, foreign(summary)) : null,
      quote ? h("blockquote", { attributes: { "aria-label": t("card.quote") } }, foreign(quote)) : null
    );
  }
  function fact(term, ...details) {
    const shown = details.filter((detail) => detail !== null && detail !== "");
    if (!shown.length) return [];
    return [h("dt", { text: term }), h("dd", {}, ...shown.map((detail) => h("div", {}, detail)))];
  }
  function factsOf(model, event) {
    return h(
      "dl",
      { class: "bv-facts" },
      ...fact(t("card.when"), ...whenOf(event)),
      ...fact(t("card.where"), ...whereOf(event.location === null ? null : model.places[event.location], event)),
      ...fact(
        t("card.people"),
        peopleWords([event]) || t("people.none"),
        event.part_of ? foreign(t("card.part_of", { id: event.part_of })) : null
      )
    );
  }
  function whenOf(event) {
    const interval = periodWords(event.date_start, event.date_end);
    const words = whenWords(event);
    return [
      foreign(words),
      event.date_text ? small(t("card.stated", { text: event.date_text })) : null,
      (event.date_start || event.date_end) && interval !== words ? small(t("card.interval", { interval })) : null,
      event.known_by ? small(t("card.known", { date: dateWords(event.known_by) })) : null
    ];
  }
  function whereOf(place, event) {
    const confidence = event.confidence === null || event.confidence === "" ? null : String(event.confidence);
    const coding = [
      event.country ? small(t("card.country", { country: countryName(event.country) })) : null,
      confidence ? small(t("card.confidence", { confidence })) : null
    ];
    if (!place) return [t("list.placeless"), ...coding];
    const resolved = place.resolution === "resolved";
    const how = resolved && place.method ? t("card.resolution", { method: place.method.replaceAll("_", " ") }) : t(`resolution.${place.resolution}`);
    const reach = place.shape === "disc" && place.radius_m !== null ? place.radius_m : null;
    return [
      place.place ? foreign(place.place) : t("list.placeless"),
      small(place.reason ? `${how}: ${place.reason}` : how),
      reach === null ? null : small(t("card.radius", { distance: distanceWords(reach / 1e3) })),
      place.candidates.length && !resolved ? small(t("list.candidates", { list: place.candidates.join("; ") })) : null,
      ...coding
    ];
  }
  function small(text) {
    return h("span", { class: "bv-small" }, foreign(text));
  }
  function rulesOf(model, assessments, rule) {
    const chosen = (one) => one.rule === rule ? 0 : 1;
    const sorted = [...assessments].sort((first, second) => chosen(first) - chosen(second) || first.rule - second.rule);
    return h(
      "div",
      { class: "bv-rules" },
      h("h3", { text: t("card.rules") }),
      sorted.length ? h("ul", {}, ...sorted.map((one) => assessmentOf(model, one))) : h("p", { class: "bv-small", text: t("card.norules") })
    );
  }
  function assessmentOf(model, one) {
    const words = findingWords({ verdict: one.verdict, inForce: one.in_force, side: one.side });
    const lines = reckoningOf(one);
    return h(
      "li",
      {},
      h("b", { text: words }),
      h("div", { class: "bv-small" }, foreign(model.rules[one.rule]?.label ?? "")),
      lines.length ? h("details", {}, h("summary", { text: t("card.reckoning") }), ...lines.map((text) => h("p", { text }))) : null
    );
  }
  function reckoningOf(one) {
    const lines = [];
    if (one.p !== null) lines.push(t("card.p", { p: shareWords(one.p) }));
    if (one.p_min !== null && one.p_max !== null && one.p_min !== one.p_max) {
      lines.push(t("card.p.range", { low: shareWords(one.p_min), high: shareWords(one.p_max) }));
    }
    const distance = distanceRange(one.distance_km_min, one.distance_km_max);
    if (distance) lines.push(t("card.distance", { distance }));
    if (one.side === "both") lines.push(`${t("finding.both")}.`);
    if (one.t !== null && one.in_force === "possibly") lines.push(t("card.t", { t: shareWords(one.t) }));
    return lines;
  }
  function sourceOf(event) {
    const title = event.source_title || event.source_outlet || t("card.untitled");
    const link = event.source_url ? outsideLink(event.source_url, title) : null;
    const credit = [
      event.source_outlet && event.source_outlet !== title ? event.source_outlet : "",
      event.source_published ? t("card.published", { date: dateWords(event.source_published) }) : ""
    ].filter(Boolean).join(", ");
    const bad = event.source_url && !httpsAddress(event.source_url);
    return h(
      "p",
      { class: "bv-source" },
      h("span", { class: "bv-small", text: `${t("card.source")}: ` }),
      link ?? foreign(title),
      credit ? h("span", { class: "bv-small" }, " ", foreign(credit)) : null,
      bad ? h("span", { class: "bv-small" }, " ", foreign(t("card.badlink", { url: event.source_url ?? "" }), 400)) : null,
      event.source_url ? null : h("span", { class: "bv-small", text: ` ${t("card.nosource")}` })
    );
  }
  function announce(model, incident, rule) {
    const finding = incident.findings.get(rule);
    const gaps = {
      number: incident.number,
      n: model.order.length,
      what: whatWords(model, incident),
      when: incidentWhen(incident),
      where: incidentWhere(model, incident),
      finding: finding ? findingWords(finding) : ""
    };
    return t(incident.aggregate ? "card.selected.aggregate" : "card.selected", gaps);
  }

  // borderviz/page/viewer/src/data.js
  var FORMAT = 1;
  async function decodePayload(text) {
    const header = JSON.parse(text);
    if (header.format !== FORMAT || header.encoding !== "zlib+base64") {
      throw new Error(`unknown data format ${header.format} ${header.encoding}`);
    }
    const packed = Uint8Array.from(atob(header.data), (character) => character.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const content = await new Response(stream).arrayBuffer();
    if (content.byteLength !== header.bytes) throw new Error("the data block is not whole");
    return JSON.parse(new TextDecoder().decode(content));
  }
  function rowsOf(table) {
    const columns = Object.entries(table.columns);
    return Array.from({ length: table.n }, (_, row) => Object.fromEntries(columns.map(([name, values]) => [name, values[row]])));
  }
  function agree(values, doubtful) {
    return values.every((value) => value === values[0]) ? values[0] : doubtful;
  }
  function findingsOf(events) {
    const byRule = /* @__PURE__ */ new Map();
    for (const assessment of events.flatMap((event) => event.assessments)) {
      byRule.set(assessment.rule, [...byRule.get(assessment.rule) ?? [], assessment]);
    }
    return new Map([...byRule].map(([rule, found]) => {
      const known = found.filter(({ verdict }) => verdict !== "unknown");
      const told = known.length ? known : found;
      return [rule, {
        verdict: agree(told.map(({ verdict }) => verdict), "possible"),
        inForce: agree(found.map(({ in_force }) => in_force), "possibly"),
        side: agree(told.map(({ side }) => side ?? ""), "both") || null
      }];
    }));
  }
  function placeOf(location, index) {
    const { lon, lat, radius_m: radius, geometry } = location;
    const shapeOnMap = geometry ? decodeGeometry(geometry) : null;
    const located = lon !== null && lat !== null;
    const x = located ? mercatorX(lon) : null;
    const y = located ? mercatorY(lat) : null;
    const reach = located ? mercatorLength(radius ?? 0, lat) : 0;
    const box = shapeOnMap?.box ?? (x !== null && y !== null ? circleBox(x, y, reach) : null);
    return { ...location, index, shapeOnMap, x, y, box };
  }
  function sortKey(event) {
    const end = event.date_end ?? "9999";
    return event.date_start ? `0 ${event.date_start} ${end}` : `1 ${end}`;
  }
  function compare(first, second) {
    return first < second ? -1 : first > second ? 1 : 0;
  }
  function incidentsOf(payload, events, places) {
    return payload.incidents.events.map((rows, index) => {
      const members = rows.map((row) => events[row]);
      const drawn = members.find(({ location }) => location !== null && places[location].x !== null);
      return {
        index,
        number: 0,
        events: members,
        aggregate: members.every(({ is_aggregate }) => is_aggregate),
        type: (drawn ?? members[0]).event_type,
        location: drawn ? drawn.location : null,
        findings: findingsOf(members)
      };
    });
  }
  function eventsOf(payload) {
    const events = rowsOf(payload.events).map((row, index) => (
      /** @type {EventRow} */
      /** @type {unknown} */
      { ...row, row: index, assessments: [] }
    ));
    for (const row of rowsOf(payload.assessments)) {
      events[
        /** @type {number} */
        row.event
      ].assessments.push(
        /** @type {Assessment} */
        /** @type {unknown} */
        row
      );
    }
    return events;
  }
  function backgroundOf(layers) {
    const things = /* @__PURE__ */ new Map();
    for (const { kind, detail, geometry, name } of layers) {
      const key = `${kind} ${name?.en ?? ""}`;
      const thing = things.get(key) ?? { kind, name, details: /* @__PURE__ */ new Map() };
      const known = thing.details.get(detail);
      const shape = decodeGeometry(geometry);
      if (known && known.closed === shape.closed) {
        const box = (
          /** @type {import("./types.js").Box} */
          [
            Math.min(known.box[0], shape.box[0]),
            Math.min(known.box[1], shape.box[1]),
            Math.max(known.box[2], shape.box[2]),
            Math.max(known.box[3], shape.box[3])
          ]
        );
        thing.details.set(detail, {
          closed: shape.closed,
          parts: [...known.parts, ...shape.parts],
          box,
          vertices: known.vertices + shape.vertices
        });
      } else {
        thing.details.set(detail, shape);
      }
      things.set(key, thing);
    }
    return [...things.values()];
  }
  function byDate(incidents) {
    return [...incidents].sort((first, second) => compare(sortKey(first.events[0]), sortKey(second.events[0])) || first.index - second.index);
  }
  function buildModel(payload) {
    const events = eventsOf(payload);
    const places = payload.locations.map(placeOf);
    const incidents = incidentsOf(payload, events, places);
    const order = byDate(incidents.filter(({ aggregate }) => !aggregate));
    order.forEach((incident, index) => {
      incident.number = index + 1;
    });
    const ruleIndex = new Map(payload.rules.map(({ rule_id }, index) => [rule_id, index]));
    return {
      payload,
      page: payload.page,
      types: new Map(payload.types.map((entry2) => [entry2.id, entry2])),
      verdicts: new Map(payload.verdicts.map((entry2) => [entry2.id, entry2])),
      rules: payload.rules,
      summaries: new Map(payload.summary.map((row) => [ruleIndex.get(row.rule_id) ?? -1, row])),
      zones: payload.zones.map((zone) => ({
        ...zone,
        rule: ruleIndex.get(zone.rule_id) ?? -1,
        shape: decodeGeometry(zone.geometry)
      })),
      places,
      incidents,
      order,
      placed: order.filter(({ location }) => location !== null),
      unplaced: order.filter(({ location }) => location === null),
      aggregates: byDate(incidents.filter(({ aggregate }) => aggregate)),
      background: backgroundOf(payload.background.layers),
      analyst: payload.analyst_layers.map(({ name, features }) => ({
        name,
        features: features.map((feature) => ({
          ...feature,
          shape: feature.geometry ? decodeGeometry(feature.geometry) : null,
          x: feature.lon === null ? null : mercatorX(feature.lon),
          y: feature.lat === null ? null : mercatorY(feature.lat)
        }))
      }))
    };
  }

  // borderviz/page/viewer/src/header.js
  function createHeader(model, store) {
    const { page } = model;
    const headline = h("section", { class: "bv-headline" });
    const draw = () => headline.replaceChildren(...headlineOf(model, store));
    store.subscribe((state, before) => {
      if (state.rule !== before.rule) draw();
    });
    draw();
    return h(
      "header",
      { class: "bv-header" },
      page.policy === "internal" && h("p", { class: "bv-policy", text: t("page.internal") }),
      h("h1", {}, foreign(page.title)),
      page.subtitle ? h("p", { class: "bv-subtitle" }, foreign(page.subtitle)) : null,
      h("p", { class: "bv-meta" }, ...metaOf(model)),
      headline
    );
  }
  function metaOf(model) {
    const { period } = model.page;
    const reports = model.order.reduce((sum, { events }) => sum + events.length, 0);
    const parts = [
      period.start || period.end ? periodWords(period.start, period.end) : "",
      tn("meta.incidents", model.order.length),
      reports === model.order.length ? "" : tn("meta.reports", reports),
      model.aggregates.length ? tn("meta.aggregates", model.aggregates.length) : ""
    ].filter(Boolean);
    const outlets = outletWords(model);
    return [
      h("span", { text: parts.join(" · ") }),
      outlets ? h("span", { class: "bv-outlets" }, foreign(t("meta.outlets", { outlets }))) : null
    ];
  }
  function headlineOf(model, store) {
    const summary = model.summaries.get(store.state.rule);
    if (!summary) return [];
    return [
      h(
        "p",
        { class: "bv-range" },
        h("strong", { text: headlineWords(summary) }),
        " ",
        h("span", {}, foreign(t("headline.rest", { rule: summary.label })))
      ),
      h(
        "details",
        {},
        h("summary", { text: t("headline.how") }),
        h("ul", {}, ...explanations(summary).map((text) => h("li", { text })))
      ),
      ...otherRules(model, store)
    ];
  }
  function explanations(summary) {
    const counts = (
      /** @type {const} */
      ["unknown_year", "not_in_force", "other_bank", "aggregates"]
    );
    return [
      t("headline.low", { low: summary.low }),
      t("headline.high", { high: summary.high }),
      summary.expected === null ? "" : t("headline.expected", { expected: summary.expected.toFixed(1) }),
      summary.not_in_expected ? t("headline.not_in_expected", { n: summary.not_in_expected }) : "",
      ...counts.map((key) => summary[key] ? t(`headline.${key}`, { n: summary[key] }) : "")
    ].filter(Boolean);
  }
  function otherRules(model, store) {
    const others = [...model.summaries].filter(([rule]) => rule !== store.state.rule && rule >= 0);
    if (!others.length) return [];
    return [h(
      "details",
      { class: "bv-others" },
      h("summary", { text: t("headline.other") }),
      h("ul", {}, ...others.map(([rule, summary]) => {
        const range = summary.low === summary.high ? `${summary.low}` : t("number.range", { low: summary.low, high: summary.high });
        const button = h("button", {
          attributes: { type: "button", "aria-label": t("headline.choose", { rule: summary.label }) },
          onclick: () => {
            store.set({ rule });
            const next = document.querySelector(".bv-others summary");
            if (next instanceof HTMLElement) next.focus();
          }
        }, h("b", { text: t("headline.short", { range, n: summary.incidents }) }), " ", foreign(summary.label));
        return h("li", {}, button);
      }))
    )];
  }

  // borderviz/page/viewer/src/analyst.js
  var FALLBACK = "#6b4f8a";
  var POINT_PX = 4;
  var REACH_PX = 12;
  function colourOfLayer(layer) {
    return safeColour(layer.features.find(({ colour }) => colour)?.colour, FALLBACK);
  }
  function drawAnalystLayers(view, layers) {
    for (const feature of layers.flatMap(({ features }) => features)) {
      const { ctx, scale, left, top } = view;
      ctx.beginPath();
      if (feature.shape) {
        traceShape(view, feature.shape);
      } else if (feature.x !== null && feature.y !== null) {
        const radius = mercatorLength(feature.radius_m ?? 0, feature.lat ?? 0) * scale;
        ctx.arc(feature.x * scale - left, feature.y * scale - top, Math.max(radius, POINT_PX), 0, 2 * Math.PI);
      }
      const colour = safeColour(feature.colour, FALLBACK);
      if (!feature.shape || feature.shape.closed) {
        ctx.fillStyle = translucent(colour, 0.15);
        ctx.fill("evenodd");
      }
      ctx.strokeStyle = colour;
      ctx.lineWidth = 1.5;
      ctx.stroke();
    }
  }
  function featureAt(layers, x, y, scale) {
    const hits = layers.flatMap(({ name, features }) => features.filter(({ text, shape, x: atX, y: atY, radius_m: radius, lat }) => {
      if (!text) return false;
      if (shape) return shape.closed ? shapeContains(shape, x, y) : lineNear(shape.parts.flatMap(({ rings }) => rings), x, y, REACH_PX / scale);
      if (atX === null || atY === null) return false;
      const reach = Math.max(mercatorLength(radius ?? 0, lat ?? 0), REACH_PX / scale);
      const box = circleBox(atX, atY, reach);
      return x >= box[0] && x <= box[2] && Math.hypot(x - atX, y - atY) <= reach;
    }).map(({ text }) => ({ name, text: (
      /** @type {string} */
      text
    ) })));
    return hits[hits.length - 1] ?? null;
  }
  function lineNear(lines, x, y, reach) {
    return lines.some((line) => {
      for (let i = 2; i < line.length; i += 2) {
        const [dx, dy] = [line[i] - line[i - 2], line[i + 1] - line[i - 1]];
        const length = dx * dx + dy * dy;
        const along = length ? ((x - line[i - 2]) * dx + (y - line[i - 1]) * dy) / length : 0;
        const share = Math.max(0, Math.min(1, along));
        if (Math.hypot(line[i - 2] + share * dx - x, line[i - 1] + share * dy - y) <= reach) return true;
      }
      return false;
    });
  }

  // borderviz/page/viewer/src/legend.js
  function createLegend(model, store, swatches) {
    const legend = h("section", { class: "bv-key", attributes: { "aria-label": t("page.key") } });
    const draw = () => legend.replaceChildren(
      group(t("key.type"), typeEntries(model, swatches)),
      ...model.rules[store.state.rule] ? [placeGroup(model, store.state.rule, swatches)] : [],
      group(t("key.zones"), zoneEntries(model, store.state.rule, swatches))
    );
    store.subscribe((state, before) => {
      if (state.rule !== before.rule) draw();
    });
    draw();
    return legend;
  }
  function group(title, entries) {
    return h(
      "div",
      { class: "bv-key-group" },
      h("h2", {}, foreign(title, 240)),
      h("ul", {}, ...entries)
    );
  }
  function entry(swatch, text) {
    return h("li", {}, swatch, foreign(text, 240));
  }
  function typeEntries(model, swatches) {
    return [...model.types.values()].map(({ label, colour, shape }) => entry(swatches.mark({ shape, colour: safeColour(colour, "#5b6670"), fill: "solid" }), nameOf(label)));
  }
  function placeGroup(model, rule, swatches) {
    const sign = { shape: "circle", colour: "#5b6670" };
    const struck = model.placed.some(({ findings }) => findings.get(rule)?.inForce === "no");
    return group(t("key.place", { rule: oneLine(model.rules[rule].label) }), [
      ...[...model.verdicts.values()].map(({ label, fill }) => entry(swatches.mark({ ...sign, fill }), nameOf(label))),
      struck ? entry(swatches.mark({ ...sign, fill: "solid", struck: true }), t("key.struck")) : null,
      entry(swatches.area("#5b6670"), t("key.area"))
    ]);
  }
  function zoneEntries(model, rule, swatches) {
    const own = model.zones.filter((zone) => zone.rule === rule);
    const others = model.zones.some((zone) => zone.rule !== rule && zone.reference);
    return [
      ...own.filter(({ reference }) => reference).map(({ label }) => entry(swatches.zone("reference"), label)),
      own.some(({ reference }) => !reference) ? entry(swatches.zone("variant"), t("key.variant")) : null,
      others ? entry(swatches.zone("other"), t("key.other")) : null,
      model.background.some(({ kind }) => kind === "border") ? entry(swatches.border(), t("key.border")) : null,
      ...model.analyst.map((layer) => entry(swatches.line(colourOfLayer(layer)), layer.name))
    ];
  }

  // borderviz/page/viewer/src/list.js
  function createList(model, store, swatches, reader) {
    const list = h("section", { class: "bv-list", attributes: { id: "bv-list", tabindex: "-1" } });
    const buttons = /* @__PURE__ */ new Map();
    const draw = () => {
      buttons.clear();
      const item = (incident) => {
        const button = entryOf(model, incident, store.state.rule, swatches, reader);
        buttons.set(incident.index, button);
        return h("li", {}, button, ...whyUnplaced(model, incident));
      };
      list.replaceChildren(
        h("h2", { text: t("list.title") }),
        model.placed.length ? h("ol", {}, ...model.placed.map(item)) : h("p", { text: t("list.none") }),
        ...section(t("list.unplaced"), t("list.unplaced.why"), model.unplaced, item),
        ...section(t("list.aggregates"), t("list.aggregates.why"), model.aggregates, item)
      );
      markSelected(buttons, store.state.selected);
    };
    store.subscribe((state, before) => {
      if (state.rule !== before.rule) draw();
      else if (state.selected !== before.selected) markSelected(buttons, state.selected);
    });
    draw();
    return { element: list, buttonOf: (index) => buttons.get(index) };
  }
  function markSelected(buttons, selected) {
    for (const [index, button] of buttons) {
      if (index === selected) {
        button.setAttribute("aria-current", "true");
        button.scrollIntoView({ block: "nearest" });
      } else {
        button.removeAttribute("aria-current");
      }
    }
  }
  function section(title, why, incidents, item) {
    if (!incidents.length) return [];
    return [
      h("h3", { text: `${title}: ${incidents.length}` }),
      h("p", { class: "bv-why", text: why }),
      h("ol", {}, ...incidents.map(item))
    ];
  }
  function entryOf(model, incident, rule, swatches, reader) {
    const finding = incident.findings.get(rule);
    const people = incidentPeople(incident);
    const reports = incident.events.length > 1 ? t("list.reports", { n: incident.events.length }) : "";
    return h(
      "button",
      {
        class: "bv-entry",
        attributes: { type: "button", "data-incident": String(incident.index) },
        // A click made by the keyboard has no position: then the card takes the focus.
        onclick: (event) => reader.open(incident.index, event.detail === 0)
      },
      swatches.mark(markStyle(model, incident, rule)),
      h(
        "span",
        { class: "bv-entry-text" },
        h(
          "span",
          { class: "bv-entry-head" },
          h("span", { class: "bv-when" }, foreign(incidentWhen(incident))),
          incident.number ? h("span", { class: "bv-number", text: String(incident.number) }) : null
        ),
        h("span", {}, h("b", {}, foreign(whatWords(model, incident))), " · ", foreign(incidentWhere(model, incident))),
        h("span", { class: "bv-small", text: [people, reports].filter(Boolean).join(" · ") }),
        finding && !incident.aggregate ? h("span", { class: "bv-small", text: findingWords(finding) }) : null
      )
    );
  }
  function whyUnplaced(model, { events, location, aggregate }) {
    if (location !== null || aggregate) return [];
    const index = events[0].location;
    const place = index === null ? null : model.places[index];
    if (!place) return [];
    const reason = place.reason || t(`resolution.${place.resolution}`);
    return [h(
      "p",
      { class: "bv-why" },
      foreign(oneLine(reason)),
      place.candidates.length ? h("span", {}, " ", foreign(oneLine(t("list.candidates", { list: place.candidates.join("; ") })))) : null
    )];
  }

  // borderviz/page/viewer/src/background.js
  var STYLES = [
    { kind: "neighbour", fill: "neighbour", stroke: "shore", width: 0.6 },
    { kind: "land", fill: "land", stroke: "shore", width: 0.6 },
    { kind: "province", fill: null, stroke: "province", width: 0.8 },
    { kind: "coast", fill: null, stroke: "shore", width: 0.8 },
    { kind: "river", fill: null, stroke: "river", width: 1.1 },
    { kind: "lake", fill: "lake", stroke: "shore", width: 0.6 },
    { kind: "border", fill: null, stroke: "border", width: 1.8 }
  ];
  function detailAt(zoom, detailZooms) {
    let detail = 0;
    detailZooms.forEach((start2, index) => {
      if (zoom >= start2) detail = index;
    });
    return detail;
  }
  function shapeAt({ details }, detail) {
    const known = [...details.keys()].sort((first, second) => first - second);
    const allowed = known.filter((candidate) => candidate <= detail);
    return details.get(allowed.length ? allowed[allowed.length - 1] : known[0]);
  }
  function drawBackground(view, things, detailZooms) {
    const { ctx } = view;
    const sheet = extentOf(things);
    drawGround(view, sheet);
    ctx.lineJoin = "round";
    ctx.lineCap = "round";
    const detail = detailAt(view.zoom, detailZooms);
    for (const style of STYLES) {
      for (const thing of things) {
        const shape = thing.kind === style.kind ? shapeAt(thing, detail) : void 0;
        if (shape) drawShape(view, shape, style);
      }
    }
    if (sheet) drawNeatline(view, sheet);
  }
  function drawGround(view, sheet) {
    const { ctx, theme, width, height } = view;
    ctx.fillStyle = theme.paper;
    ctx.fillRect(0, 0, width, height);
    ctx.fillStyle = theme.sea;
    if (sheet) ctx.fillRect(...rectangleOf(view, sheet));
  }
  function drawNeatline(view, sheet) {
    const { ctx, theme } = view;
    ctx.strokeStyle = theme.paper;
    ctx.lineWidth = 5;
    ctx.strokeRect(...rectangleOf(view, sheet));
    ctx.strokeStyle = theme.shore;
    ctx.lineWidth = 1;
    ctx.strokeRect(...rectangleOf(view, sheet));
  }
  function rectangleOf({ scale, left, top }, box) {
    return [box[0] * scale - left, box[1] * scale - top, (box[2] - box[0]) * scale, (box[3] - box[1]) * scale];
  }
  function extentOf(things) {
    const box = emptyBox();
    for (const { details } of things) for (const { box: own } of details.values()) growBox(box, own);
    return box[0] <= box[2] ? box : null;
  }
  function drawShape(view, shape, style) {
    const { ctx, theme } = view;
    ctx.beginPath();
    if (!traceShape(view, shape)) return;
    if (shape.closed && style.fill) {
      ctx.fillStyle = theme[style.fill];
      ctx.fill("evenodd");
    }
    if (style.kind === "border") {
      ctx.strokeStyle = theme["border-casing"];
      ctx.lineWidth = style.width + 3;
      ctx.stroke();
    }
    ctx.strokeStyle = theme[style.stroke];
    ctx.lineWidth = style.width;
    ctx.stroke();
  }

  // borderviz/page/viewer/src/map.js
  var CLOSEST_FIT_ZOOM = 11;
  var WIDEST_ZOOM = 3;
  var MAX_ZOOM = 15;
  var LEAST_SIDE_PX = 60;
  function boundsOf(box) {
    return L.latLngBounds([latitude(box[3]), longitude(box[0])], [latitude(box[1]), longitude(box[2])]);
  }
  function homeBox(model) {
    const choices = [
      model.placed.map(({ location }) => model.places[
        /** @type {number} */
        location
      ].box),
      model.zones.map(({ shape }) => shape.box),
      model.background.flatMap(({ details }) => [...details.values()].map(({ box }) => box))
    ];
    for (const boxes of choices) {
      const box = emptyBox();
      for (const one of boxes) if (one) growBox(box, one);
      if (box[0] <= box[2]) return box;
    }
    return null;
  }
  function createMap(container, model, scene, store, reader) {
    const map = L.map(container, {
      attributionControl: false,
      zoomControl: true,
      zoomSnap: 0.25,
      zoomDelta: 0.5,
      wheelPxPerZoomLevel: 90,
      minZoom: WIDEST_ZOOM,
      maxZoom: MAX_ZOOM,
      maxBoundsViscosity: 1,
      inertia: !matchMedia("(prefers-reduced-motion: reduce)").matches
    });
    L.control.scale({ metric: true, imperial: false, maxWidth: 140 }).addTo(map);
    goHome(map, model);
    followSize(map, model);
    scene.layer.addTo(map);
    listen(map, model, scene, store, reader);
    return map;
  }
  function goHome(map, model) {
    map.setMaxBounds(void 0);
    map.setMinZoom(WIDEST_ZOOM);
    fitHome(map, model);
    limit(map, model);
  }
  function followSize(map, model) {
    let waiting = !hasRoom(map);
    new ResizeObserver(() => {
      map.invalidateSize({ animate: false, pan: false });
      if (!waiting || !hasRoom(map)) return;
      waiting = false;
      goHome(map, model);
    }).observe(map.getContainer());
  }
  function hasRoom(map) {
    const { x, y } = map.getSize();
    return Math.min(x, y) >= LEAST_SIDE_PX;
  }
  function fitHome(map, model) {
    const box = homeBox(model);
    if (!box || !hasRoom(map)) {
      map.setView(box ? boundsOf(box).getCenter() : [0, 0], WIDEST_ZOOM, { animate: false });
      return;
    }
    const edge = Math.round(Math.min(map.getSize().x, map.getSize().y) * 0.07);
    map.fitBounds(boundsOf(box), { padding: [edge, edge], maxZoom: CLOSEST_FIT_ZOOM, animate: false });
  }
  function limit(map, model) {
    const box = extentOf(model.background);
    if (!box || !hasRoom(map)) return;
    const bounds = boundsOf(box);
    const widest2 = Math.min(map.getBoundsZoom(bounds, true), map.getZoom());
    map.setMinZoom(Math.floor(widest2 * 4) / 4);
    map.setMaxBounds(bounds.contains(map.getBounds()) ? bounds : bounds.pad(0.5));
  }
  function listen(map, model, scene, store, reader) {
    const tip = L.tooltip({ direction: "top", offset: [0, -12], className: "bv-tip", opacity: 1 });
    map.on("click", ({ containerPoint, latlng }) => {
      const incident = scene.incidentAt(containerPoint);
      const feature = incident ? null : scene.featureAround(latlng);
      const around = incident ?? (feature ? null : scene.incidentAround(latlng));
      if (around) reader.open(around.index, false);
      else if (feature) reader.openFeature(feature);
      else reader.close();
    });
    map.on("mousemove", ({ containerPoint, latlng }) => {
      const incident = scene.incidentAt(containerPoint);
      map.getContainer().classList.toggle("bv-over", incident !== null);
      store.set({ hovered: incident?.index ?? null });
      if (!incident) {
        tip.remove();
        return;
      }
      const text = document.createElement("span");
      const finding = incident.findings.get(store.state.rule);
      text.textContent = [whatWords(model, incident), finding ? findingWords(finding) : ""].filter(Boolean).join(" · ");
      tip.setLatLng(latlng).setContent(text).addTo(map);
    });
    map.on("mouseout movestart zoomstart", () => {
      tip.remove();
      store.set({ hovered: null });
    });
  }

  // borderviz/page/viewer/src/notes.js
  function createRules(model) {
    if (!model.rules.length) return null;
    return h(
      "section",
      { class: "bv-rulebook" },
      h("h2", { text: t("rules.title") }),
      ...model.rules.map((rule, index) => ruleOf(rule, model.zones.filter((zone) => zone.rule === index)))
    );
  }
  function ruleOf(rule, zones) {
    const confidence = rule.confidence === null || rule.confidence === "" ? null : String(rule.confidence);
    return h(
      "details",
      { class: rule.drawn ? "bv-rule bv-drawn" : "bv-rule" },
      h("summary", {}, foreign(rule.label), h("span", { class: "bv-small" }, foreign(inForceWords(rule)))),
      h("p", { class: "bv-small", text: t(rule.drawn ? "rules.drawn" : "rules.undrawn") }),
      rule.description ? h("p", {}, foreign(rule.description)) : null,
      confidence ? h("p", { class: "bv-small" }, foreign(t("rules.confidence", { confidence }))) : null,
      zones.length ? block(t("rules.zones"), zones.map(zoneOf)) : null,
      rule.doubts.length ? block(t("rules.doubts"), rule.doubts.map((text) => foreign(text))) : null,
      rule.sources.length ? block(t("rules.sources"), rule.sources.map(creditOf)) : null
    );
  }
  function inForceWords({ valid_from: from, valid_to: to }) {
    if (!from && !to) return t("rules.undated");
    if (!to || to === "..") return t("rules.open", { from: dateWords(from) });
    return t("rules.from", { from: dateWords(from), to: dateWords(to) });
  }
  function block(title, items) {
    return h("div", {}, h("h3", { text: title }), h("ul", {}, ...items.map((item) => h("li", {}, item))));
  }
  function zoneOf(zone) {
    const kind = t(zone.reference ? "rules.reference" : "rules.variant");
    const measure = t("rules.width", { width: zone.width_km, side: countryName(zone.side), baseline: zone.baseline });
    return h("span", {}, foreign(zone.label), h("span", { class: "bv-small" }, " ", foreign(`(${kind}; ${measure})`)));
  }
  function creditOf({ text, url }) {
    return (url ? outsideLink(url, text) : null) ?? foreign(text);
  }
  function createGuide() {
    const paragraphs = ["mark", "area", "fan", "range", "time", "select", "offline"];
    return h(
      "details",
      { class: "bv-how", attributes: { id: "bv-how" } },
      h("summary", { text: t("how.title") }),
      ...paragraphs.map((key) => h("p", { text: t(`how.${key}`) }))
    );
  }
  function createFooter({ page, ...model }) {
    const outlets = outletWords(
      /** @type {Model} */
      { page, ...model }
    );
    return h(
      "footer",
      { class: "bv-foot" },
      page.notes.length ? h(
        "div",
        {},
        h("h2", { text: t("foot.notes") }),
        h("ul", {}, ...page.notes.map((note) => h("li", {}, foreign(note))))
      ) : null,
      h("h2", { text: t("foot.title") }),
      outlets ? h("p", {}, foreign(t("foot.outlets", { outlets }))) : null,
      h("ul", {}, ...page.attribution.map((credit) => h(
        "li",
        {},
        creditOf(credit),
        credit.licence ? h("span", { class: "bv-small" }, " ", foreign(t("foot.licence", { licence: credit.licence }))) : null
      ))),
      h("p", { class: "bv-small" }, foreign(t("foot.made", { generator: page.generator }))),
      page.input_sha256 ? h("p", { class: "bv-small bv-hash" }, foreign(t("foot.input", { hash: page.input_sha256 }))) : null,
      page.pack_sha256 ? h("p", { class: "bv-small bv-hash" }, foreign(t("foot.pack", { hash: page.pack_sha256 }))) : null
    );
  }

  // borderviz/page/viewer/src/print.js
  var PRINTED = 20;
  var PRINT_RATIO = 3;
  function createTable(model, store) {
    const table = h("section", { class: "bv-print-only bv-table" });
    const draw = () => {
      const shown = model.order.slice(0, PRINTED);
      const columns = ["date", "place", "what", "numbers", "finding", "source"];
      table.replaceChildren(
        h("h2", { text: t("list.title") }),
        h(
          "table",
          {},
          h("thead", {}, h(
            "tr",
            {},
            h("th", { text: "№", attributes: { scope: "col" } }),
            ...columns.map((name) => h("th", { text: t(`list.${name}`), attributes: { scope: "col" } }))
          )),
          h("tbody", {}, ...shown.map((incident) => rowOf(model, incident, store.state.rule)))
        ),
        model.order.length > PRINTED ? h("p", { text: t("list.more", { n: model.order.length - PRINTED }) }) : "",
        totalsOf(model)
      );
    };
    store.subscribe((state, before) => {
      if (state.rule !== before.rule) draw();
    });
    draw();
    return table;
  }
  function totalsOf(model) {
    if (!model.aggregates.length) return "";
    return h(
      "div",
      { class: "bv-totals" },
      h("h3", { text: t("list.aggregates") }),
      h("p", { class: "bv-why", text: t("list.aggregates.why") }),
      h("ul", {}, ...model.aggregates.slice(0, PRINTED).map((incident) => {
        const parts = [incidentWhen(incident), whatWords(model, incident), incidentWhere(model, incident), incidentPeople(incident)];
        return h("li", {}, foreign(parts.filter(Boolean).join(" · ")));
      }))
    );
  }
  function rowOf(model, incident, rule) {
    const finding = incident.findings.get(rule);
    const outlets = [...new Set(incident.events.map(({ source_outlet: outlet, source_title: title }) => outlet || title || ""))];
    const cells = [
      String(incident.number),
      incidentWhen(incident),
      incidentWhere(model, incident) + (incident.location === null ? ` (${t("list.unplaced").toLowerCase()})` : ""),
      whatWords(model, incident),
      incidentPeople(incident) || "–",
      finding ? findingWords(finding) : "–",
      oneLine(outlets.filter(Boolean).join(", ")) || "–"
    ];
    return h("tr", {}, ...cells.map((cell) => h("td", {}, foreign(cell, 240))));
  }
  function unfold() {
    const folded = [...document.querySelectorAll("details.bv-how, details.bv-drawn")].map((element) => (
      /** @type {HTMLDetailsElement} */
      element
    )).filter((details) => !details.open);
    for (const details of folded) details.open = true;
    return folded;
  }
  function refold(opened) {
    for (const details of opened) details.open = false;
    return [];
  }
  function preparePrint(map, model, scene, swatches, store) {
    let screen = null;
    let opened = [];
    const set = (printing) => {
      if (printing === (screen !== null)) return;
      const before = screen;
      screen = printing ? { centre: map.getCenter(), zoom: map.getZoom() } : null;
      document.documentElement.classList.toggle("bv-printing", printing);
      scene.numbered = printing;
      scene.layer.ratio = printing ? PRINT_RATIO : null;
      if (printing) store.set({ hovered: null });
      map.invalidateSize({ animate: false, pan: false });
      goHome(map, model);
      if (before) map.setView(before.centre, before.zoom, { animate: false });
      opened = printing ? unfold() : refold(opened);
      scene.refresh();
      swatches.refresh(scene.theme);
    };
    window.addEventListener("beforeprint", () => set(true));
    window.addEventListener("afterprint", () => set(false));
    matchMedia("print").addEventListener("change", ({ matches }) => set(matches));
  }

  // borderviz/page/viewer/src/reader.js
  var NARROW = "(max-width: 759px)";
  var EDGE_PX = 40;
  var CLOSEST_ZOOM = 12;
  var Reader = class {
    /** @param {Model} model @param {Store} store */
    constructor(model, store) {
      this.model = model;
      this.store = store;
      this.opener = null;
    }
    /**
     * The parts that are made after the reader, because they call it.
     * @param {{ map: L.Map, card: { element: HTMLElement, hide: () => void, showFeature: (feature: { name: string, text: string }) => void },
     *   list: { buttonOf: (index: number) => HTMLButtonElement | undefined } }} parts
     */
    connect({ map, card, list }) {
      this.map = map;
      this.card = card;
      this.list = list;
    }
    /** @param {number} index of the incident @param {boolean} byKey then the card takes the focus */
    open(index, byKey) {
      const focused = document.activeElement;
      if (this.store.state.selected === null && focused instanceof HTMLElement) this.opener = focused;
      this.store.set({ selected: index });
      if (matchMedia(NARROW).matches) window.scrollTo(0, 0);
      this.reveal(index);
      if (byKey) this.card?.element.focus({ preventScroll: true });
    }
    /** @param {{ name: string, text: string }} feature of an analyst's layer */
    openFeature(feature) {
      this.card?.showFeature(feature);
    }
    close() {
      const { selected } = this.store.state;
      const within = this.card?.element.contains(document.activeElement);
      this.store.set({ selected: null });
      this.card?.hide();
      const entry2 = selected === null ? void 0 : this.list?.buttonOf(selected);
      if (within) (entry2 ?? this.opener)?.focus();
    }
    /** @param {number} by 1 for the next incident, -1 for the previous */
    step(by) {
      const { selected } = this.store.state;
      if (selected === null || !this.card) return;
      const next = this.model.order[this.model.incidents[selected].number - 1 + by];
      if (!next) return;
      this.store.set({ selected: next.index });
      this.reveal(next.index);
      const { element } = this.card;
      const button = element.querySelector(`[data-step="${by > 0 ? "next" : "previous"}"]`);
      const usable = button instanceof HTMLElement && !button.hasAttribute("disabled");
      (usable ? button : element).focus({ preventScroll: true });
    }
    /** Bring the mark into view, beside the card. @param {number} index */
    reveal(index) {
      const place = this.placeOf(index);
      if (!place || place.lat === null || place.lon === null) return;
      this.map?.panInside([place.lat, place.lon], {
        paddingTopLeft: [EDGE_PX, EDGE_PX],
        paddingBottomRight: [this.cover() + EDGE_PX, EDGE_PX],
        animate: false
      });
    }
    /** Fit the whole area of an incident. @param {number} index */
    zoomTo(index) {
      const box = this.placeOf(index)?.box;
      if (!box) return;
      this.map?.fitBounds(boundsOf(box), {
        paddingTopLeft: [EDGE_PX, EDGE_PX],
        paddingBottomRight: [this.cover() + EDGE_PX, EDGE_PX],
        maxZoom: CLOSEST_ZOOM,
        animate: false
      });
    }
    /** @param {number} index */
    placeOf(index) {
      const { location } = this.model.incidents[index];
      return location === null ? null : this.model.places[location];
    }
    /** How much of the map's right side the card covers, in pixels. */
    cover() {
      return matchMedia(NARROW).matches ? 0 : this.card?.element.offsetWidth ?? 0;
    }
  };

  // borderviz/page/viewer/src/hit.js
  var REACH_PX2 = 13;
  function markAt(marks, x, y) {
    let best = null;
    let nearest = REACH_PX2;
    for (const mark of marks) {
      const distance = Math.hypot(mark.x - x, mark.y - y);
      if (distance <= nearest) {
        nearest = distance;
        best = mark;
      }
    }
    return best;
  }
  function placeContains(place, x, y) {
    if (place.shapeOnMap) return shapeContains(place.shapeOnMap, x, y);
    if (place.x === null || place.y === null || !place.box) return false;
    return Math.hypot(place.x - x, place.y - y) <= (place.box[2] - place.box[0]) / 2;
  }
  function placeArea(place) {
    if (place.shapeOnMap) return shapeArea(place.shapeOnMap);
    if (!place.box) return Infinity;
    return Math.PI / 4 * (place.box[2] - place.box[0]) ** 2;
  }
  function placeAt(places, x, y) {
    const holding = places.filter((place) => placeContains(place, x, y));
    if (!holding.length) return null;
    return holding.reduce((best, place) => placeArea(place) < placeArea(best) ? place : best);
  }

  // borderviz/page/viewer/src/labels.js
  var ZOOM_OF_RANK = /* @__PURE__ */ new Map([[1, 0], [2, 6.25], [3, 7.75], [4, 9.25]]);
  var LINE_PX = 1.25;
  var STYLES2 = {
    country: { size: 14, weight: 400, italic: false, colour: "label-soft", spacing: 4, upper: true, dot: false, native: false },
    sea: { size: 13, weight: 400, italic: true, colour: "label-water", spacing: 1.5, upper: false, dot: false, native: false },
    province: { size: 11, weight: 400, italic: false, colour: "label-soft", spacing: 1.4, upper: true, dot: false, native: false },
    river: { size: 11.5, weight: 400, italic: true, colour: "label-water", spacing: 0.4, upper: false, dot: false, native: false, beside: true },
    town: { size: 12, weight: 400, italic: false, colour: "label", spacing: 0, upper: false, dot: true, native: true }
  };
  var ORDER = ["town", "river", "country", "sea", "province"];
  function isFree(box, taken) {
    return !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  }
  function inOrder(labels) {
    return labels.map((label, index) => ({ label, index })).sort((first, second) => first.label.rank - second.label.rank || ORDER.indexOf(first.label.kind) - ORDER.indexOf(second.label.kind) || first.index - second.index).map(({ label }) => label);
  }
  function drawLabels(view, labels, taken, along) {
    for (const label of inOrder(labels)) {
      if (view.zoom < (ZOOM_OF_RANK.get(label.rank) ?? ZOOM_OF_RANK.get(4) ?? 0)) continue;
      const x = mercatorX(label.lon) * view.scale - view.left;
      const y = mercatorY(label.lat) * view.scale - view.top;
      if (x < -50 || y < -20 || x > view.width + 50 || y > view.height + 20) continue;
      drawLabel(view, label, x, y, taken, along);
    }
  }
  function drawLabel(view, label, x, y, taken, along) {
    const style = STYLES2[label.kind] ?? STYLES2.town;
    const lines = linesOf(view, label, style);
    if (label.kind === "river" && drawAlong(view, lines[0], style, along(x, y, lines[0]?.width ?? 0), taken)) return;
    const place = roomFor(lines, style, x, y, taken);
    if (!place) {
      if (style.dot && isFree([x - 3, y - 3, x + 3, y + 3], taken)) drawDot(view, x, y);
      return;
    }
    taken.push(place.box);
    if (style.dot) {
      drawDot(view, x, y);
      taken.push([x - 4, y - 4, x + 4, y + 4]);
    }
    lines.forEach((line, index) => drawLine(view, line, place, index, style));
  }
  function linesOf(view, label, style) {
    const name = nameOf(label.name);
    const native = style.native && label.rank <= 2 ? nativeName(label) : "";
    const texts = [style.upper ? name.toUpperCase() : name, native === name ? "" : native];
    return texts.filter(Boolean).map((text, index) => {
      const size = index === 0 ? style.size - (style.dot ? (label.rank - 1) * 0.5 : 0) : style.size - 2;
      const font = `${style.italic ? "italic " : ""}${style.weight} ${size}px ${view.theme.font}`;
      view.ctx.font = font;
      view.ctx.letterSpacing = `${style.spacing}px`;
      return { text, font, size, width: view.ctx.measureText(text).width };
    });
  }
  function drawAlong(view, line, style, course, taken) {
    if (!line || !course) return false;
    const { angle } = course;
    for (const side of [-1, 1]) {
      const distance = side * (course.bulge + line.size * 0.9 + 3);
      const x = course.x - Math.sin(angle) * distance;
      const y = course.y + Math.cos(angle) * distance;
      const reachX = (Math.abs(Math.cos(angle)) * line.width + Math.abs(Math.sin(angle)) * line.size) / 2;
      const reachY = (Math.abs(Math.sin(angle)) * line.width + Math.abs(Math.cos(angle)) * line.size) / 2;
      const box = [x - reachX, y - reachY, x + reachX, y + reachY];
      if (!isFree(box, taken)) continue;
      taken.push(box);
      const { ctx } = view;
      ctx.save();
      ctx.translate(x, y);
      ctx.rotate(angle);
      drawLine(view, line, { box: [-line.width / 2, -line.size * LINE_PX / 2, line.width / 2, line.size * LINE_PX / 2], align: "center" }, 0, style);
      ctx.restore();
      return true;
    }
    return false;
  }
  function roomFor(lines, style, x, y, taken) {
    const width = Math.max(...lines.map((line) => line.width));
    const height = lines.reduce((sum, line) => sum + line.size * LINE_PX, 0);
    const tries = style.dot ? [
      [x + 7, y - height / 2, "left"],
      [x - 7 - width, y - height / 2, "right"],
      [x - width / 2, y - height - 5, "center"],
      [x - width / 2, y + 5, "center"],
      [x + 6, y - height - 2, "left"],
      [x + 6, y + 2, "left"],
      [x - 6 - width, y - height - 2, "right"],
      [x - 6 - width, y + 2, "right"],
      // Farther out, past a mark that stands on the place itself.
      [x + 16, y - height / 2, "left"],
      [x - 16 - width, y - height / 2, "right"],
      [x - width / 2, y + 13, "center"],
      [x - width / 2, y - height - 13, "center"],
      [x + 30, y - height / 2, "left"],
      [x - 30 - width, y - height / 2, "right"],
      [x - width / 2, y + 27, "center"],
      [x - width / 2, y - height - 27, "center"]
    ] : [[x - width / 2, y - height / 2, "center"]];
    if (style.beside) tries.splice(0, 1, [x + 9, y + 3, "left"], [x - 9 - width, y - height - 3, "right"]);
    for (const [left, top, align] of tries) {
      const box = [left, top, left + width, top + height];
      if (isFree([left - 3, top - 1, left + width + 3, top + height + 1], taken)) return { box, align };
    }
    return null;
  }
  function drawLine(view, line, { box, align }, index, style) {
    const { ctx, theme } = view;
    const x = align === "left" ? box[0] : align === "right" ? box[2] : (box[0] + box[2]) / 2;
    const y = box[1] + (index === 0 ? line.size * LINE_PX * 0.5 : box[3] - box[1] - line.size * LINE_PX * 0.5);
    ctx.font = line.font;
    ctx.letterSpacing = `${style.spacing}px`;
    ctx.textAlign = align;
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.strokeStyle = theme.halo;
    ctx.lineWidth = 3.2;
    ctx.strokeText(line.text, x, y);
    ctx.fillStyle = theme[style.colour];
    ctx.fillText(line.text, x, y);
    ctx.letterSpacing = "0px";
  }
  function drawDot({ ctx, theme }, x, y) {
    ctx.beginPath();
    ctx.arc(x, y, 2.2, 0, 2 * Math.PI);
    ctx.fillStyle = theme.paper;
    ctx.fill();
    ctx.strokeStyle = theme.label;
    ctx.lineWidth = 1.2;
    ctx.stroke();
  }

  // borderviz/page/viewer/src/layer.js
  var PADDING = 0.25;
  var SCALE_AT_ZOOM_0 = 256;
  var CanvasLayer = class {
    /** @param {(view: View) => void} draw */
    constructor(draw) {
      this.draw = draw;
      this.canvas = document.createElement("canvas");
      this.canvas.className = "bv-canvas leaflet-zoom-animated";
      this.canvas.setAttribute("aria-hidden", "true");
      this.ratio = null;
      this.map = null;
      this.centre = /** @type {L.LatLng | null} */
      null;
      this.zoom = 0;
    }
    /** @param {L.Map} map */
    addTo(map) {
      this.map = map;
      map.getPane("overlayPane").append(this.canvas);
      map.on("moveend zoomend viewreset resize", () => this.redraw());
      map.on("zoomanim", (event) => this.follow(event.center, event.zoom));
      map.on("zoom", () => this.follow(map.getCenter(), map.getZoom()));
      this.redraw();
      return this;
    }
    /** Keep the drawn canvas in its place while the view changes. @param {L.LatLng} centre @param {number} zoom */
    follow(centre, zoom) {
      const { map } = this;
      if (!map || !this.centre) return;
      const half = map.getSize().divideBy(2);
      const pane = L.DomUtil.getPosition(
        /** @type {HTMLElement} */
        map.getPane("mapPane")
      );
      const origin = map.project(centre, zoom).subtract(half).add(pane).round();
      const scale = map.getZoomScale(zoom, this.zoom);
      const reach = map.getSize().multiplyBy((0.5 + PADDING) * scale);
      const corner = map.project(this.centre, zoom).subtract(reach).subtract(origin);
      L.DomUtil.setTransform(this.canvas, corner, scale);
    }
    redraw() {
      const { map, canvas } = this;
      if (!map) return;
      const size = map.getSize();
      if (!size.x || !size.y) return;
      const pad = size.multiplyBy(PADDING).round();
      const [width, height] = [size.x + 2 * pad.x, size.y + 2 * pad.y];
      const ratio = this.ratio ?? Math.max(1, window.devicePixelRatio || 1);
      this.zoom = map.getZoom();
      this.centre = map.getCenter();
      const corner = map.containerPointToLayerPoint([-pad.x, -pad.y]);
      L.DomUtil.setTransform(canvas, corner, 1);
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      const ctx = canvas.getContext("2d");
      if (!ctx) return;
      const origin = map.project(map.containerPointToLatLng([-pad.x, -pad.y]), this.zoom);
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      this.draw(
        /** @type {View} */
        {
          ctx,
          zoom: this.zoom,
          scale: SCALE_AT_ZOOM_0 * 2 ** this.zoom,
          left: origin.x,
          top: origin.y,
          width,
          height,
          ratio,
          theme: {}
        }
      );
      this.pad = pad;
    }
    /**
     * A point of the map's container as a point of the canvas.
     * @param {L.Point} point
     */
    toCanvas(point) {
      return { x: point.x + (this.pad?.x ?? 0), y: point.y + (this.pad?.y ?? 0) };
    }
  };

  // borderviz/page/viewer/src/rivers.js
  var NEAR_PX2 = 40;
  var MOST_BULGE = 0.22;
  var SHORTEST_REACH_PX = 64;
  function watercourses(view, things, detailZooms) {
    const detail = detailAt(view.zoom, detailZooms);
    return things.filter(({ kind }) => kind === "river" || kind === "border").flatMap((thing) => shapeAt(thing, detail)?.parts ?? []).flatMap(({ rings }) => rings.map((ring) => pixelsOf(view, ring)));
  }
  function pixelsOf({ scale, left, top }, line) {
    const points = [];
    for (let i = 0; i < line.length; i += 2) {
      const [x, y] = [line[i] * scale - left, line[i + 1] * scale - top];
      const last = points[points.length - 1];
      if (!last || Math.abs(last[0] - x) + Math.abs(last[1] - y) >= 2) points.push([x, y]);
    }
    return points;
  }
  function courseAt(lines, x, y, width) {
    let nearest = NEAR_PX2;
    let best = null;
    for (const line of lines) {
      for (let at = 0; at < line.length; at += 1) {
        const distance = Math.hypot(line[at][0] - x, line[at][1] - y);
        if (distance < nearest) {
          nearest = distance;
          best = { line, at };
        }
      }
    }
    return best && reachOf(best.line, best.at, Math.max(width, SHORTEST_REACH_PX));
  }
  function reachOf(line, at, width) {
    const far = (point) => Math.hypot(point[0] - line[at][0], point[1] - line[at][1]) >= width / 2;
    let [from, to] = [at, at];
    while (from > 0 && !far(line[from])) from -= 1;
    while (to < line.length - 1 && !far(line[to])) to += 1;
    const [start2, end] = [line[from], line[to]];
    const [dx, dy] = [end[0] - start2[0], end[1] - start2[1]];
    const length = Math.hypot(dx, dy);
    if (length < width * 0.9) return null;
    const strays = line.slice(from, to + 1).map(([x, y]) => Math.abs((x - start2[0]) * dy - (y - start2[1]) * dx) / length);
    const bulge = Math.max(...strays);
    if (bulge > length * MOST_BULGE) return null;
    const angle = Math.atan(dy / (dx || 1e-9));
    return { x: (start2[0] + end[0]) / 2, y: (start2[1] + end[1]) / 2, angle, bulge };
  }

  // borderviz/page/viewer/src/zones.js
  var ZONE_STYLES = {
    reference: { fill: true, width: 1.1, dash: [], opacity: 1 },
    variant: { fill: false, width: 1, dash: [5, 3], opacity: 0.8 },
    other: { fill: false, width: 0.9, dash: [1.5, 3], opacity: 0.85 }
  };
  function roleOf(zone, rule) {
    if (zone.rule !== rule) return zone.reference ? "other" : "hidden";
    return zone.reference ? "reference" : "variant";
  }
  var WIDE_ENOUGH_PX = 7;
  function drawZones(view, model, rule) {
    for (
      const role of
      /** @type {ZoneRole[]} */
      ["other", "variant", "reference"]
    ) {
      for (const zone of model.zones) {
        if (roleOf(zone, rule) !== role || !zone.reference && !isReadable(view, zone)) continue;
        view.ctx.beginPath();
        if (traceShape(view, zone.shape)) paintZone(view, role);
      }
    }
  }
  function isReadable(view, { width_km: width, shape }) {
    const middle = latitude((shape.box[1] + shape.box[3]) / 2);
    return mercatorLength(width * 1e3, middle) * view.scale >= WIDE_ENOUGH_PX;
  }
  function paintZone({ ctx, theme }, role) {
    const style = ZONE_STYLES[role];
    ctx.save();
    ctx.globalAlpha = style.opacity;
    if (style.fill) {
      ctx.fillStyle = theme.zone;
      ctx.fill("evenodd");
    }
    ctx.setLineDash(style.dash);
    ctx.strokeStyle = theme["zone-edge"];
    ctx.lineWidth = style.width;
    ctx.stroke();
    ctx.restore();
  }

  // borderviz/page/viewer/src/scene.js
  var Scene = class {
    /** @param {Model} model @param {Store} store */
    constructor(model, store) {
      this.model = model;
      this.store = store;
      this.theme = readTheme();
      this.numbered = false;
      this.base = document.createElement("canvas");
      this.baseKey = "";
      this.courses = [];
      this.marks = [];
      this.layer = new CanvasLayer((view) => this.draw({ ...view, theme: this.theme }));
      store.subscribe(() => this.layer.redraw());
    }
    /** Read the colours again (dark mode, print) and redraw. */
    refresh() {
      this.theme = readTheme();
      this.baseKey = "";
      this.layer.redraw();
    }
    /** @param {View} view */
    draw(view) {
      const { model, store: { state } } = this;
      const incidents = markedIncidents(model, state);
      const { labels } = model.payload.background;
      this.marks = placeMarks(view, model, incidents);
      view.ctx.lineJoin = "round";
      this.drawBase(view, [view.left, view.top, view.scale, view.width, view.height, view.ratio, state.rule].join());
      drawSupports(view, model, incidents, state);
      drawLabels(view, labels, this.marks.flatMap(boxesOf), (x, y, width) => courseAt(this.courses, x, y, width));
      drawMarks(view, model, this.marks, state);
      if (this.numbered) drawNumbers(view, this.marks);
    }
    /**
     * What does not change with selection and pointer is drawn once and kept.
     * @param {View} view @param {string} key of what it depends on
     */
    drawBase(view, key) {
      const { model, base } = this;
      if (key !== this.baseKey) {
        base.width = view.ctx.canvas.width;
        base.height = view.ctx.canvas.height;
        const ctx = (
          /** @type {CanvasRenderingContext2D} */
          base.getContext("2d")
        );
        ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
        const below = { ...view, ctx };
        drawBackground(below, model.background, model.payload.background.detail_zooms);
        drawZones(below, model, this.store.state.rule);
        drawAnalystLayers(below, model.analyst);
        this.courses = watercourses(view, model.background, model.payload.background.detail_zooms);
        this.baseKey = key;
      }
      view.ctx.save();
      view.ctx.setTransform(1, 0, 0, 1, 0, 0);
      view.ctx.drawImage(base, 0, 0);
      view.ctx.restore();
    }
    /** @param {L.Point} point of the map's container @returns {Incident | null} */
    incidentAt(point) {
      const { x, y } = this.layer.toCanvas(point);
      return markAt(this.marks, x, y)?.incident ?? null;
    }
    /**
     * The incident whose area holds a point; with several at the place, the one after the
     * selected one, so that repeated clicks go round.
     * @param {L.LatLng} position @returns {Incident | null}
     */
    incidentAround(position) {
      const { model, store: { state } } = this;
      const incidents = markedIncidents(model, state);
      const used = [...new Set(incidents.map(({ location }) => model.places[
        /** @type {number} */
        location
      ]))];
      const place = placeAt(used, mercatorX(position.lng), mercatorY(position.lat));
      if (!place) return null;
      const there = incidents.filter(({ location }) => location === place.index);
      const at = there.findIndex(({ index }) => index === state.selected);
      return there[(at + 1) % there.length];
    }
    /** @param {L.LatLng} position */
    featureAround(position) {
      const scale = 256 * 2 ** this.layer.zoom;
      return featureAt(this.model.analyst, mercatorX(position.lng), mercatorY(position.lat), scale);
    }
  };
  function boxesOf({ x, y, atX, atY }) {
    const reach = MARK_RADIUS + 3;
    const mark = [x - reach, y - reach, x + reach, y + reach];
    return Math.hypot(x - atX, y - atY) > reach ? [mark, [atX - 3, atY - 3, atX + 3, atY + 3]] : [mark];
  }

  // borderviz/page/viewer/src/store.js
  var Store = class {
    /** @param {State} state */
    constructor(state) {
      this.state = state;
      this.listeners = [];
    }
    /** @param {Listener} listener */
    subscribe(listener) {
      this.listeners.push(listener);
    }
    /** @param {Partial<State>} change */
    set(change) {
      const before = this.state;
      const after = { ...before, ...change };
      const keys = (
        /** @type {(keyof State)[]} */
        Object.keys(change)
      );
      if (keys.every((key) => before[key] === after[key])) return;
      this.state = after;
      for (const listener of this.listeners) listener(after, before);
    }
  };

  // borderviz/page/viewer/src/swatches.js
  var SWATCH_RATIO = 3;
  var Swatches = class {
    /** @param {Theme} theme */
    constructor(theme) {
      this.theme = theme;
      this.all = [];
    }
    /** @param {number} width @param {number} height @param {Painter} paint */
    create(width, height, paint) {
      const canvas = h("canvas", { class: "bv-swatch", attributes: { "aria-hidden": "true" } });
      canvas.width = width * SWATCH_RATIO;
      canvas.height = height * SWATCH_RATIO;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      this.all.push({ canvas: new WeakRef(canvas), paint });
      this.paint(canvas, paint);
      return canvas;
    }
    /** @param {HTMLCanvasElement} canvas @param {Painter} paint */
    paint(canvas, paint) {
      const ctx = (
        /** @type {CanvasRenderingContext2D} */
        canvas.getContext("2d")
      );
      ctx.setTransform(SWATCH_RATIO, 0, 0, SWATCH_RATIO, 0, 0);
      ctx.clearRect(0, 0, canvas.width, canvas.height);
      paint(ctx, this.theme);
    }
    /** @param {Theme} theme */
    refresh(theme) {
      this.theme = theme;
      this.all = this.all.filter(({ canvas }) => canvas.deref());
      for (const { canvas, paint } of this.all) {
        const live = canvas.deref();
        if (live) this.paint(live, paint);
      }
    }
    /** @param {Omit<Mark, "x" | "y">} mark */
    mark(mark) {
      return this.create(26, 24, (ctx, theme) => drawMark(ctx, { ...mark, x: 13, y: 12 }, theme));
    }
    /** @param {ZoneRole} role */
    zone(role) {
      return this.create(26, 18, (ctx, theme) => {
        ctx.beginPath();
        ctx.rect(2, 3, 22, 12);
        paintZone({ ctx, theme }, role);
      });
    }
    /** @param {string} colour */
    area(colour) {
      return this.create(26, 24, (ctx, theme) => {
        ctx.beginPath();
        ctx.arc(13, 12, 10.5, 0, 2 * Math.PI);
        ctx.fillStyle = translucent(colour, 0.11);
        ctx.fill();
        ctx.fillStyle = hatching(ctx, translucent(colour, 0.4), SWATCH_RATIO);
        ctx.fill();
        ctx.strokeStyle = translucent(colour, 0.75);
        ctx.stroke();
        drawMark(ctx, { shape: "circle", colour, fill: "hatched", x: 13, y: 12, radius: 4 }, theme);
      });
    }
    border() {
      return this.create(26, 18, (ctx, theme) => {
        ctx.beginPath();
        ctx.moveTo(2, 9);
        ctx.bezierCurveTo(9, 3, 16, 15, 24, 9);
        ctx.strokeStyle = theme.border;
        ctx.lineWidth = 1.8;
        ctx.stroke();
      });
    }
    /** @param {string} colour */
    line(colour) {
      return this.create(26, 18, (ctx) => {
        ctx.beginPath();
        ctx.rect(3, 4, 20, 10);
        ctx.fillStyle = translucent(colour, 0.15);
        ctx.fill();
        ctx.strokeStyle = colour;
        ctx.lineWidth = 1.5;
        ctx.stroke();
      });
    }
  };

  // borderviz/page/viewer/src/main.js
  function mount(app, model) {
    const [firstRule = -1] = model.summaries.keys();
    const store = new Store({ selected: null, hovered: null, rule: firstRule });
    const scene = new Scene(model, store);
    const swatches = new Swatches(scene.theme);
    const reader = new Reader(model, store);
    const card = createCard(model, store, swatches, reader);
    const list = createList(model, store, swatches, reader);
    const mapElement = h("div", {
      class: "bv-map",
      attributes: { id: "bv-map", role: "region", "aria-label": t("page.map") }
    });
    app.replaceChildren(
      h("a", { class: "bv-skip", text: t("page.skip"), attributes: { href: "#bv-list" } }),
      h(
        "main",
        { class: "bv-page" },
        createHeader(model, store),
        h(
          "div",
          { class: "bv-stage" },
          h("div", { class: "bv-frame" }, mapElement, card.element),
          createLegend(model, store, swatches)
        ),
        h(
          "div",
          { class: "bv-panel", attributes: { role: "region", "aria-label": t("page.panel"), tabindex: "0" } },
          list.element,
          createTable(model, store),
          createRules(model),
          createGuide(),
          createFooter(model)
        )
      ),
      liveRegion(model, store)
    );
    const map = createMap(mapElement, model, scene, store, reader);
    reader.connect({ map, card, list });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !card.element.hidden) reader.close();
    });
    watchColours(scene, swatches);
    preparePrint(map, model, scene, swatches, store);
  }
  function liveRegion(model, store) {
    const region = h("div", { class: "bv-live", attributes: { "aria-live": "polite", id: "bv-live" } });
    store.subscribe(({ selected, rule }, before) => {
      if (selected === before.selected) return;
      region.textContent = selected === null ? t("card.closed") : announce(model, model.incidents[selected], rule);
    });
    return region;
  }
  function watchColours(scene, swatches) {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      scene.refresh();
      swatches.refresh(scene.theme);
    });
  }
  async function start() {
    const app = (
      /** @type {HTMLElement} */
      document.getElementById("bv-app")
    );
    try {
      setLanguage(document.documentElement.lang);
      const block2 = (
        /** @type {HTMLElement} */
        document.getElementById("bv-data")
      );
      mount(app, buildModel(await decodePayload(block2.textContent ?? "")));
      document.documentElement.classList.add("bv-ready");
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const text = t("page.failed", { reason });
      app.replaceChildren(h("p", { class: "bv-failed", text, attributes: { role: "alert" } }));
      throw error;
    }
  }
  start();
})();
