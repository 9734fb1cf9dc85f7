// The data block: read, inflated, and taken apart into its document and its tables.

import { Table } from "./columns.js";

/** @import { Payload } from "./types.js" */

const FORMAT = 2;

/**
 * Read the data block of the page.
 * @param {string} text its JSON text
 * @returns {Promise<Payload>}
 */
export async function decodePayload(text) {
  const header = JSON.parse(text);
  if (header.format !== FORMAT || header.encoding !== "zlib+base64") {
    throw new Error(`unknown data format ${header.format} ${header.encoding}`);
  }
  const content = await inflate(fromBase64(header.data));
  if (content.length !== header.bytes) throw new Error("the data block is not whole");
  const head = JSON.parse(new TextDecoder().decode(content.subarray(0, header.json)));
  const body = content.subarray(header.json);
  const tables = Object.fromEntries(["events", "located", "locations", "assessments"].map((name) =>
    [name, new Table(head[name], body)]));
  return { ...head, ...tables };
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function fromBase64(text) {
  const native = /** @type {{ fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }} */ (/** @type {unknown} */ (Uint8Array));
  if (native.fromBase64) return native.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/** @param {Uint8Array<ArrayBuffer>} packed */
async function inflate(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
