/**
 * Decodes Windows code page 949, what every Korean program means by EUC-KR: besides KS X 1001 it has the 8,822 other
 * syllables. ICU, which TextDecoder asks, reads those as control characters or not at all.
 *
 * @returns undefined when the bytes are no text of this code page.
 */
export function decodeKorean(bytes: Buffer): string | undefined {
  let text = "";
  let from = 0;
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const trail = bytes[at + 1] ?? 0;
    const extended = extendedSyllables().get((lead << 8) | trail);
    if (extended !== undefined) {
      const before = decodeStandard(bytes.subarray(from, at));
      if (before === undefined) return undefined;
      text += before + extended;
      from = at + 2;
    } else if (lead < 0xa1 || trail < 0xa1) return undefined;
    at += 2;
  }
  const rest = decodeStandard(bytes.subarray(from));
  return rest === undefined ? undefined : text + rest;
}

const standard = new TextDecoder("euc-kr", { fatal: true });

function decodeStandard(bytes: Buffer): string | undefined {
  try {
    return standard.decode(bytes);
  } catch {
    return undefined;
  }
}

let known: ReadonlyMap<number, string> | undefined;

function extendedSyllables(): ReadonlyMap<number, string> {
  known ??= listExtendedSyllables();
  return known;
}

/** The code page gives the syllables that KS X 1001 lacks the free places below its own, both in order. */
function listExtendedSyllables(): Map<number, string> {
  const inStandard = new Set<string>();
  for (let lead = 0xb0; lead <= 0xc8; lead += 1) {
    for (let trail = 0xa1; trail <= 0xfe; trail += 1) inStandard.add(decodeStandard(Buffer.of(lead, trail)) ?? "");
  }
  const syllables = new Map<number, string>();
  let lead = 0x81;
  let trail = 0x41;
  for (let code = 0xac00; code <= 0xd7a3; code += 1) {
    const syllable = String.fromCharCode(code);
    if (inStandard.has(syllable)) continue;
    syllables.set((lead << 8) | trail, syllable);
    trail = trail === 0x5a ? 0x61 : trail === 0x7a ? 0x81 : trail + 1;
    if (trail > (lead < 0xa1 ? 0xfe : 0xa0)) {
      lead += 1;
      trail = 0x41;
    }
  }
  // Windows has had these two beside the syllables since 1998; KS X 1001 itself got them later, and ICU reads neither.
  syllables.set(0xa2e6, "€").set(0xa2e7, "®");
  return syllables;
}
