// A drawing as the network takes it: fitted into 16 by 16 pixels in the middle of 20 by 20, from 0 to 1.

export const size = 20;
const inner = 16;
const small = new OffscreenCanvas(size, size).getContext("2d", { willReadFrequently: true });

/** The pixels row by row; null for an empty drawing. */
export function toImage(context) {
  const { width, height } = context.canvas;
  const { data } = context.getImageData(0, 0, width, height);
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (data[4 * (y * width + x) + 3] > 0) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
  if (right < 0) return null;
  const [wide, high] = [right - left + 1, bottom - top + 1];
  const scale = inner / Math.max(wide, high);
  small.clearRect(0, 0, size, size);
  small.imageSmoothingQuality = "high";
  const [w, h] = [wide * scale, high * scale];
  small.drawImage(context.canvas, left, top, wide, high, (size - w) / 2, (size - h) / 2, w, h);
  const pixels = small.getImageData(0, 0, size, size).data;
  return Float32Array.from({ length: size * size }, (_, i) => pixels[4 * i + 3] / 255);
}
