// A linear congruential generator (the constants of Numerical Recipes): the same numbers on every machine.
export class Lcg {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  // An integer in 0..count-1, from the high bits (the low ones of such a generator are poor).
  integer(count) {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * count);
  }

  // A number in [-limit, limit] that is a whole multiple of 1/parts and not zero: float32 holds it exactly, JSON shortly.
  grid(limit, parts) {
    const steps = Math.floor(limit * parts);
    const k = this.integer(2 * steps) - steps;
    return (k >= 0 ? k + 1 : k) / parts;
  }
}
