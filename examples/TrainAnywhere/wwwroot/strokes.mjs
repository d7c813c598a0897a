// Digits as a hand draws them: lines through points of a unit square, moved, turned, slanted and shaken a little each time.

const circle = (x, y, rx, ry, from = 0, to = 1) =>
  Array.from({ length: 17 }, (_, i) => {
    const angle = 2 * Math.PI * (from + ((to - from) * i) / 16) - Math.PI / 2;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });

const digits = [
  [circle(0.5, 0.5, 0.28, 0.42)],
  [[[0.35, 0.25], [0.55, 0.08], [0.55, 0.92]]],
  [[...circle(0.5, 0.32, 0.27, 0.24, -0.25, 0.33), [0.22, 0.92], [0.8, 0.92]]],
  [[...circle(0.47, 0.29, 0.26, 0.2, -0.2, 0.47), ...circle(0.47, 0.7, 0.3, 0.22, 0.03, 0.7)]],
  [[[0.6, 0.08], [0.2, 0.62], [0.82, 0.62]], [[0.62, 0.35], [0.62, 0.93]]],
  [[[0.75, 0.1], [0.3, 0.1], [0.27, 0.45], ...circle(0.48, 0.66, 0.28, 0.25, -0.1, 0.68)]],
  [[[0.66, 0.08], [0.36, 0.35], [0.25, 0.6], ...circle(0.5, 0.68, 0.25, 0.24, -0.25, 0.75)]],
  [[[0.22, 0.1], [0.78, 0.1], [0.42, 0.92]]],
  [[...circle(0.5, 0.28, 0.21, 0.2, 0.5, 1.5), ...circle(0.5, 0.71, 0.26, 0.22)]],
  [[...circle(0.5, 0.32, 0.24, 0.24, 0.25, 1.25), [0.74, 0.32], [0.7, 0.6], [0.58, 0.92]]],
];

/** Draws a digit onto a square context, another way each time. */
export function drawDigit(context, digit) {
  const size = context.canvas.width;
  const about = (middle, spread) => middle + spread * (2 * Math.random() - 1);
  const [angle, slant, wide, high] = [about(0, 0.18), about(0, 0.2), about(0.7, 0.12), about(0.75, 0.1)];
  context.clearRect(0, 0, size, size);
  context.lineWidth = size * about(0.075, 0.015);
  for (const stroke of digits[digit]) {
    context.beginPath();
    for (const [u, v] of stroke) {
      const [x, y] = [(u - 0.5) * wide + slant * (0.5 - v) * high + about(0, 0.012), (v - 0.5) * high + about(0, 0.012)];
      context.lineTo(
        size * (0.5 + x * Math.cos(angle) - y * Math.sin(angle)),
        size * (0.5 + x * Math.sin(angle) + y * Math.cos(angle)),
      );
    }
    context.stroke();
  }
}
