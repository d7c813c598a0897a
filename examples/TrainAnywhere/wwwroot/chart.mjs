// The loss over steps: each step's as a thin line, their average over time as a thick one.

const [width, height] = [480, 220];
const [left, right, top, bottom] = [48, 10, 10, 28];
const svg = "http://www.w3.org/2000/svg";
const mostPoints = 400;

export function drawChart(chart, losses) {
  chart.replaceChildren();
  const highest = Math.max(0.5, ...losses.slice(0, 20), ...smooth(losses));
  const step = [0.1, 0.25, 0.5, 1, 2, 5].find((s) => highest / s <= 5) ?? 10 ** Math.ceil(Math.log10(highest / 5));
  const greatest = Math.ceil(highest / step) * step;
  const last = Math.max(10, losses.length);
  const x = (i) => left + ((width - left - right) * i) / last;
  const y = (loss) => top + (height - top - bottom) * (1 - Math.min(loss, greatest) / greatest);
  for (let value = 0; value <= greatest + step / 2; value += step) {
    add("line", { class: "grid", x1: left, x2: width - right, y1: y(value), y2: y(value) });
    add("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, value.toFixed(step < 0.25 ? 1 : step < 0.5 ? 2 : 1));
  }
  const every = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((s) => last / s <= 6) ?? last;
  for (let i = 0; i <= last; i += every)
    add("text", { x: x(i), y: height - 6, "text-anchor": i === 0 ? "start" : x(i) > width - 30 ? "end" : "middle" }, i);
  line("each", losses);
  line("smooth", smooth(losses));

  function line(name, values) {
    if (values.length < 2) return;
    const stride = Math.ceil(values.length / mostPoints);
    const points = values.map((v, i) => `${x(i + 1).toFixed(1)},${y(v).toFixed(1)}`);
    add("polyline", { class: name, points: points.filter((_, i) => i % stride === 0 || i === points.length - 1).join(" ") });
  }

  function add(tag, attributes, text) {
    const element = document.createElementNS(svg, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    chart.append(element);
  }
}

/** A running average, which begins as the mean of what there is. */
export function smooth(values) {
  let [sum, weight] = [0, 0];
  return values.map((value) => {
    sum = 0.9 * sum + 0.1 * value;
    weight = 0.9 * weight + 0.1;
    return sum / weight;
  });
}
