// Work that can wait: done once the frame is drawn, and once for several requests.

/**
 * @param {() => void} work
 * @returns {() => void} asks for it to be done soon
 */
export function whenIdle(work) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    window.requestIdleCallback(() => {
      waiting = false;
      work();
    }, { timeout: 250 });
  };
}
