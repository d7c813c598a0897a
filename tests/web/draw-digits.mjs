// Draws images onto the page of examples/DrawDigit with a real pointer and prints what the page says, as JSON.
//   node draw-digits.mjs <address> <browser> <images.json> <screenshot.png>
// images.json: arrays of 28 x 28 bytes.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [address, browserPath, imagesFile, screenshot] = process.argv.slice(2);
const images = JSON.parse(readFileSync(imagesFile, "utf8"));
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 390, height: 780 } });
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(address);
  await page.waitForFunction(() => document.body.dataset.ready === "true", null, { timeout: 60_000 });
  const box = await page.locator("#pad").boundingBox();
  const answers = [];
  for (const image of images) {
    await page.click("#clear");
    await draw(page, box, image);
    await settled(page);
    answers.push(await page.locator("#answer").innerText());
    await page.screenshot({ path: screenshot });
  }
  console.log(JSON.stringify({ answers, errors, width: await page.evaluate(() => document.documentElement.scrollWidth) }));
} finally {
  await browser.close();
}

// The pen is about two pixels of an image wide, so it follows the bright pixels, row by row.
async function draw(page, box, image) {
  const step = box.width / 28;
  for (let y = 0; y < 28; y++)
    for (let x = 0; x < 28; x++) {
      if (!bright(x, y) || bright(x - 1, y)) continue;
      let end = x;
      while (bright(end + 1, y)) end++;
      await page.mouse.move(box.x + (x + 0.5) * step, box.y + (y + 0.5) * step);
      await page.mouse.down();
      await page.mouse.move(box.x + (end + 0.5) * step, box.y + (y + 0.5) * step, { steps: 2 });
      await page.mouse.up();
    }

  function bright(x, y) {
    return x >= 0 && x < 28 && image[28 * y + x] > 150;
  }
}

// The page counts its answers: when the count stays, it has nothing more to say.
async function settled(page) {
  for (let last = "", same = 0; same < 3; ) {
    await page.waitForTimeout(60);
    const now = await page.evaluate(() => document.body.dataset.answered ?? "");
    same = now === last ? same + 1 : 0;
    last = now;
  }
}
