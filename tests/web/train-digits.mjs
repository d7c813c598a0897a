// Draws digits onto the page of examples/TrainAnywhere with a real pointer, trains, and prints what the page says, as JSON.
//   node train-digits.mjs <address> <browser> <screenshot.png>
// Two more screenshots lie beside the first, of a dark and of a narrow screen.

import { chromium } from "playwright-core";

const [address, browserPath, screenshot] = process.argv.slice(2);
const beside = (name) => screenshot.replace(/\.png$/, `-${name}.png`);
const drawings = {
  0: [[[50, 10], [25, 30], [25, 70], [50, 90], [75, 70], [75, 30], [50, 10]]],
  1: [[[50, 8], [50, 92]]],
  7: [[[20, 12], [80, 12], [45, 92]]],
};

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1240, height: 780 }, colorScheme: "light" });
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(address);
  await page.waitForFunction(() => document.body.dataset.ready === "true", null, { timeout: 60_000 });

  // By hand: some of each of three digits, each a little elsewhere.
  for (let i = 0; i < 3; i++)
    for (const [digit, lines] of Object.entries(drawings)) {
      await draw(page, lines, 6 * i - 6);
      await page.click(`#digits button:nth-child(${Number(digit) + 1})`);
    }
  const kept = await page.locator("#examples").innerText();
  const drawn = await train(page, 150);
  const answers = [];
  for (const [digit, lines] of Object.entries(drawings)) {
    await draw(page, lines, 3);
    answers.push([digit, await answer(page)]);
    if (digit !== "7") await page.click("#clear");
  }
  await page.screenshot({ path: screenshot });

  // With the examples that the page brings, from the beginning.
  await page.click("#again");
  await page.waitForFunction(() => document.getElementById("steps").textContent === "0");
  await page.click("#bring");
  const brought = await train(page, 200);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: beside("dark") });
  await page.setViewportSize({ width: 390, height: 780 });
  await page.screenshot({ path: beside("narrow"), fullPage: true });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  const points = await page.locator("#chart .smooth").getAttribute("points");
  console.log(JSON.stringify({ kept, drawn, answers, brought, errors, width, points: points.split(" ").length }));
} finally {
  await browser.close();
}

async function draw(page, lines, shift) {
  const box = await page.locator("#pad").boundingBox();
  const at = ([x, y]) => [box.x + ((x + shift) * box.width) / 110, box.y + (y * box.height) / 100];
  for (const [first, ...rest] of lines) {
    await page.mouse.move(...at(first));
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...at(point), { steps: 3 });
    await page.mouse.up();
  }
}

/** Trains for so many steps: the first loss, and at last the average over some. */
async function train(page, steps) {
  await page.click("#go");
  await page.waitForFunction((n) => Number(document.body.dataset.steps) >= n, steps, { timeout: 60_000 });
  await page.click("#go");
  await page.waitForFunction(() => document.getElementById("go").textContent === "Train");
  return JSON.parse(await page.evaluate(() => document.body.dataset.losses));
}

/** What the page calls the drawing, once it has nothing more to say: it counts its answers. */
async function answer(page) {
  for (let last = "", same = 0; same < 3; ) {
    await page.waitForTimeout(60);
    const now = await page.evaluate(() => document.body.dataset.answered ?? "");
    same = now === last ? same + 1 : 0;
    last = now;
  }
  return page.locator("#answer").innerText();
}
