// The shapes of a thing of the background, by detail.

import { decodeGeometry, emptyBox, growBox } from "./geometry.js";

/** @import { PackedGeometry, Shape } from "./types.js" */

/** @param {Shape[]} shapes of one kind @returns {Shape} */
function joinShapes(shapes) {
  if (shapes.length === 1) return shapes[0];
  const box = emptyBox();
  for (const shape of shapes) growBox(box, shape.box);
  return {
    closed: shapes[0].closed, parts: shapes.flatMap(({ parts }) => parts), box,
    vertices: shapes.reduce((sum, { vertices }) => sum + vertices, 0),
  };
}

/** Each shape is decoded when it is first drawn: a first view needs few. */
export class Details {
  constructor() {
    /** @type {Map<number, PackedGeometry[]>} */
    this.packed = new Map();
    /** @type {Map<number, Shape>} */
    this.shapes = new Map();
  }

  /** @param {number} detail @param {PackedGeometry} geometry put together with those of its type */
  add(detail, geometry) {
    const others = (this.packed.get(detail) ?? []).filter(({ type }) => type === geometry.type);
    this.packed.set(detail, [...others, geometry]);
  }

  keys() {
    return this.packed.keys();
  }

  /** @param {number} detail @returns {Shape | undefined} */
  get(detail) {
    const packed = this.packed.get(detail);
    if (packed && !this.shapes.has(detail)) this.shapes.set(detail, joinShapes(packed.map(decodeGeometry)));
    return this.shapes.get(detail);
  }
}
