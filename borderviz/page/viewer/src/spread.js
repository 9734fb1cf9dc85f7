// Marks that would cover each other are set apart, so that every one can be seen and reached.

/**
 * @template Item
 * @typedef {{ item: Item, x: number, y: number, atX: number, atY: number, group: number, crowd: number }} Spread
 * x, y: where it is drawn; atX, atY: where it belongs; crowd: how many are in its group.
 */

/** Up to so many marks stand on one ring; more wind outward on a spiral. */
const RING = 8;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/**
 * @template Item
 * @param {{ item: Item, x: number, y: number }[]} points in drawing order
 * @param {number} gap pixels between the centres of two marks
 * @returns {Spread<Item>[]} in the same order
 */
export function spreadMarks(points, gap) {
  const groups = groupNear(points, gap);
  /** @type {Spread<Item>[]} */
  const spread = new Array(points.length);
  for (const [group, members] of groups.entries()) {
    const centreX = members.reduce((sum, index) => sum + points[index].x, 0) / members.length;
    const centreY = members.reduce((sum, index) => sum + points[index].y, 0) / members.length;
    members.forEach((index, rank) => {
      const { item, x, y } = points[index];
      const [dx, dy] = offsetOf(rank, members.length, gap);
      spread[index] = { item, x: centreX + dx, y: centreY + dy, atX: x, atY: y, group, crowd: members.length };
    });
  }
  return spread;
}

/**
 * @param {{ x: number, y: number }[]} points @param {number} gap
 * @returns {number[][]} indices, by group
 */
function groupNear(points, gap) {
  /** @type {number[]} */
  const parents = points.map((_, index) => index);
  const rootOf = (/** @type {number} */ index) => {
    let root = index;
    while (parents[root] !== root) root = parents[root];
    return root;
  };
  /** @type {Map<string, number[]>} */
  const cells = new Map();
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
    cells.set(cell, [...(cells.get(cell) ?? []), index]);
  });
  /** @type {Map<number, number[]>} */
  const groups = new Map();
  points.forEach((_, index) => {
    const root = rootOf(index);
    groups.set(root, [...(groups.get(root) ?? []), index]);
  });
  return [...groups.values()];
}

/**
 * @param {number} rank @param {number} count @param {number} gap
 * @returns {[number, number]} pixels right and down from the middle of the group
 */
function offsetOf(rank, count, gap) {
  if (count === 1) return [0, 0];
  if (count === 2) return [(rank - 0.5) * gap, 0];
  if (count <= RING) {
    const radius = gap / (2 * Math.sin(Math.PI / count));
    const angle = -Math.PI / 2 + (rank * 2 * Math.PI) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }
  const radius = gap * 0.6 * Math.sqrt(rank + 0.5);
  return [radius * Math.cos(rank * GOLDEN_ANGLE), radius * Math.sin(rank * GOLDEN_ANGLE)];
}
