// Brings a drawing into the form that MNIST's digits have: fitted into 20 by 20 pixels, its centre of mass in the middle of 28 by 28.

const size = 28;
const inner = 20;

/** The pixels as bytes, row by row; null for an empty drawing. */
export function toImage({ data, width, height }) {
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
  const scale = inner / Math.max(right - left + 1, bottom - top + 1);

  // Each pixel of the small picture is the mean of the part of the drawing that it covers.
  const small = new Float32Array(size * size);
  let [mass, massX, massY] = [0, 0, 0];
  for (let y = 0; y < inner; y++)
    for (let x = 0; x < inner; x++) {
      const value = mean(left + x / scale, top + y / scale, 1 / scale);
      small[y * size + x] = value;
      mass += value;
      massX += value * x;
      massY += value * y;
    }
  const [dx, dy] = [Math.round(13.5 - massX / mass), Math.round(13.5 - massY / mass)];
  const image = new Uint8Array(size * size);
  for (let y = 0; y < inner; y++)
    for (let x = 0; x < inner; x++)
      if (x + dx >= 0 && x + dx < size && y + dy >= 0 && y + dy < size)
        image[(y + dy) * size + x + dx] = Math.round(small[y * size + x]);
  return image;

  function mean(x, y, side) {
    let [sum, count] = [0, 0];
    for (let v = Math.floor(y); v < Math.max(y + side, Math.floor(y) + 1); v++)
      for (let u = Math.floor(x); u < Math.max(x + side, Math.floor(x) + 1); u++) {
        count++;
        if (u >= 0 && u <= right && v >= 0 && v <= bottom) sum += data[4 * (v * width + u) + 3];
      }
    return sum / count;
  }
}
