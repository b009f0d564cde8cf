/**
 * Draws the program's icon: a hub with three spokes, as a Windows icon file. Drawn when it is needed, so that no
 * picture needs to be kept.
 *
 * @module
 */

/** Edge lengths in pixels that Windows asks for. */
export const ICON_SIZES: readonly number[] = [16, 24, 32, 48, 64, 256];

type Color = readonly [red: number, green: number, blue: number];
type Pixel = readonly [red: number, green: number, blue: number, opacity: number];

const GROUND: Color = [22, 62, 99];
const SPOKE: Color = [125, 180, 220];
const HUB: Color = [255, 255, 255];
const NODE: Color = [255, 183, 77];

/** Samples along each edge of a pixel. */
const SAMPLES = 4;
const HUB_PLACE = { x: 0.5, y: 0.54 };
const NODE_PLACES = [{ x: 0.5, y: 0.2 }, { x: 0.23, y: 0.76 }, { x: 0.77, y: 0.76 }];

/**
 * Draws the icon in all sizes.
 *
 * @returns The bytes of an `.ico` file, the same on every machine.
 */
export function drawIcon(): Uint8Array<ArrayBuffer> {
  const images = ICON_SIZES.map((size) => ({ size, bytes: drawImage(size) }));
  const headSize = 6 + 16 * images.length;
  const total = images.reduce((sum, { bytes }) => sum + bytes.length, headSize);
  const file = new Uint8Array(total);
  const view = new DataView(file.buffer);
  view.setUint16(2, 1, true);
  view.setUint16(4, images.length, true);
  let offset = headSize;
  for (const [index, { size, bytes }] of images.entries()) {
    const at = 6 + 16 * index;
    // An edge of 256 is written as 0.
    view.setUint8(at, size % 256);
    view.setUint8(at + 1, size % 256);
    view.setUint16(at + 4, 1, true);
    view.setUint16(at + 6, 32, true);
    view.setUint32(at + 8, bytes.length, true);
    view.setUint32(at + 12, offset, true);
    file.set(bytes, offset);
    offset += bytes.length;
  }
  return file;
}

/** A bitmap with its header: rows from the bottom, blue, green, red, opacity; then a mask, all clear. */
function drawImage(size: number): Uint8Array {
  const maskRowBytes = Math.ceil(size / 32) * 4;
  const bytes = new Uint8Array(40 + size * size * 4 + maskRowBytes * size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 40, true);
  view.setInt32(4, size, true);
  // Picture and mask count together.
  view.setInt32(8, size * 2, true);
  view.setUint16(12, 1, true);
  view.setUint16(14, 32, true);
  view.setUint32(20, size * size * 4 + maskRowBytes * size, true);
  let at = 40;
  for (let row = size - 1; row >= 0; row--) {
    for (let column = 0; column < size; column++) {
      const [red, green, blue, opacity] = mixPixel(column, row, size);
      bytes.set([blue, green, red, opacity], at);
      at += 4;
    }
  }
  return bytes;
}

function mixPixel(column: number, row: number, size: number): Pixel {
  let red = 0, green = 0, blue = 0, count = 0;
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
    const x = (column + (sample % SAMPLES + 0.5) / SAMPLES) / size;
    const y = (row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size;
    const color = pickColor(x, y);
    if (color === undefined) continue;
    red += color[0];
    green += color[1];
    blue += color[2];
    count++;
  }
  if (count === 0) return [0, 0, 0, 0];
  const opacity = Math.round(255 * count / (SAMPLES * SAMPLES));
  return [Math.round(red / count), Math.round(green / count), Math.round(blue / count), opacity];
}

/** The colour at a point of the unit square; undefined outside of the picture. */
function pickColor(x: number, y: number): Color | undefined {
  if (measureCorner(x, y) > 0.2) return undefined;
  if (isNear(x, y, HUB_PLACE, 0.15)) return HUB;
  if (NODE_PLACES.some((place) => isNear(x, y, place, 0.1))) return NODE;
  return NODE_PLACES.some((place) => measureSpoke(x, y, place) < 0.035) ? SPOKE : GROUND;
}

/** Distance to the square that holds the centres of the round corners. */
function measureCorner(x: number, y: number): number {
  const beyond = (value: number) => Math.max(Math.abs(value - 0.5) - 0.3, 0);
  return Math.sqrt(beyond(x) ** 2 + beyond(y) ** 2);
}

function isNear(x: number, y: number, place: { x: number; y: number }, radius: number): boolean {
  return (x - place.x) ** 2 + (y - place.y) ** 2 < radius ** 2;
}

/** Distance to the line from the hub to a node. */
function measureSpoke(x: number, y: number, node: { x: number; y: number }): number {
  const dx = node.x - HUB_PLACE.x;
  const dy = node.y - HUB_PLACE.y;
  const along = ((x - HUB_PLACE.x) * dx + (y - HUB_PLACE.y) * dy) / (dx * dx + dy * dy);
  const part = Math.min(1, Math.max(0, along));
  return Math.sqrt((x - HUB_PLACE.x - part * dx) ** 2 + (y - HUB_PLACE.y - part * dy) ** 2);
}
