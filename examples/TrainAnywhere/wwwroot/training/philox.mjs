// The generator that Kerasharp draws with, Philox4x32-10: who fills random inputs by it gets the numbers that Fit would draw. Any
// other source of numbers from 0 to 1 trains as well.

const groupLength = 64;
const blocks = 16;

/** Fills a Float32Array: seed and step are 64-bit BigInts, site is the description's number. */
export function fillUniform(target, seed, step, site) {
  const low = (number) => Number(BigInt.asUintN(32, number));
  const keys = [low(seed), low(seed >> 32n)];
  const steps = [low(step), low(step >> 32n)];
  const words = new Uint32Array(4);
  for (let first = 0; first < target.length; first += groupLength)
    for (let block = 0; block < blocks; block++) {
      words.set([(first / groupLength) * blocks + block, site, ...steps]);
      mix(words, ...keys);
      // Word w of block b is element 16 w + b of its group.
      for (let word = 0; word < 4; word++) {
        const element = first + blocks * word + block;
        if (element < target.length) target[element] = (words[word] >>> 8) / 2 ** 24;
      }
    }
}

function mix(words, key0, key1) {
  let [c0, c1, c2, c3] = words;
  for (let round = 0; round < 10; round++) {
    const [upper0, lower0] = [upper(c0, 0xd2511f53), Math.imul(c0, 0xd2511f53)];
    const [upper1, lower1] = [upper(c2, 0xcd9e8d57), Math.imul(c2, 0xcd9e8d57)];
    c0 = (upper1 ^ c1 ^ key0) >>> 0;
    c1 = lower1 >>> 0;
    c2 = (upper0 ^ c3 ^ key1) >>> 0;
    c3 = lower0 >>> 0;
    key0 = (key0 + 0x9e3779b9) >>> 0;
    key1 = (key1 + 0xbb67ae85) >>> 0;
  }
  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}

/** The upper 32 bits of a product of two numbers of 32. */
function upper(a, b) {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const [crossed, other] = [aHigh * bLow, aLow * bHigh];
  const middle = ((aLow * bLow) >>> 16) + (crossed & 0xffff) + (other & 0xffff);
  return (aHigh * bHigh + (crossed >>> 16) + (other >>> 16) + (middle >>> 16)) >>> 0;
}
