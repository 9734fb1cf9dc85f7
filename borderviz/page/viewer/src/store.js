// What the reader has chosen, and who wants to know when it changes.

/** @import { State } from "./types.js" */

/** @typedef {(state: State, before: State) => void} Listener */

export class Store {
  /**
   * @param {State} state @param {(state: State, before: State) => State} [derive]
   * what follows from a change, before anybody is told
   */
  constructor(state, derive = (after) => after) {
    this.state = state;
    this.derive = derive;
    /** @type {Listener[]} */
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
    const keys = /** @type {(keyof State)[]} */ (Object.keys(change));
    if (keys.every((key) => before[key] === after[key])) return;
    this.state = this.derive(after, before);
    for (const listener of this.listeners) listener(this.state, before);
  }
}
