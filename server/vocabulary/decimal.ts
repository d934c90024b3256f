/** A number as people and JSON write it, as far as searches compare it digit for digit; JavaScript's own numbers would round it. */
export const DECIMAL = "^-?(0|[1-9][0-9]{0,99})(\\.[0-9]{1,100})?([eE][+-]?[0-9]{1,3})?$";

const decimal = new RegExp(DECIMAL);

/** Whether a text is a number that can be compared. */
export function isDecimal(text: string): boolean {
  return decimal.test(text);
}

/** Sign, digits without zeros around them, and the power of ten of the last digit: equal for equal numbers. */
export function digitsOf(text: string): string {
  const { sign, digits, power } = partsOf(text);
  return digits === "" ? text : digits === "0" ? "0" : `${sign < 0 ? "-" : ""}${digits}e${power}`;
}

/** Which of two numbers is larger: negative, zero or positive, as sorting takes it. */
export function compareDecimals(a: string, b: string): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  if (one.sign !== other.sign) return one.sign - other.sign;
  return one.sign * compareSizes(one, other);
}

type Parts = { sign: -1 | 0 | 1; digits: string; power: number };

/** No digits: the text is no number. */
function partsOf(text: string): Parts {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return { sign: 0, digits: "", power: 0 };
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return { sign: 0, digits: "0", power: 0 };
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return { sign: sign === "-" ? -1 : 1, digits: significant, power };
}

function compareSizes(a: Parts, b: Parts): number {
  const heads = a.digits.length + a.power - (b.digits.length + b.power);
  if (heads !== 0) return heads;
  const length = Math.max(a.digits.length, b.digits.length);
  const [one, other] = [a.digits.padEnd(length, "0"), b.digits.padEnd(length, "0")];
  return one < other ? -1 : one > other ? 1 : 0;
}
