/** Particle pairs as people write them in templates: [after a final consonant, after a vowel]. */
const pairs: Record<string, readonly [string, string]> = {
  "을(를)": ["을", "를"],
  "이(가)": ["이", "가"],
  "은(는)": ["은", "는"],
  "과(와)": ["과", "와"],
  "(으)로": ["으로", "로"],
  "(이)라": ["이라", "라"],
};

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS = 28;
const RIEUL = 8;

/** Final consonants of digits and Latin letters as they are read aloud; 1 ends in rieul (일), 0 in mieum (영). */
const readFinals: Record<string, number> = {
  "0": 16,
  "1": RIEUL,
  "3": 16,
  "6": 1,
  "7": RIEUL,
  "8": RIEUL,
  l: RIEUL,
  m: 16,
  n: 4,
  r: RIEUL,
};

/** The text with its particle chosen by how the word before it ends; text without a leading particle stays as it is. */
export function withParticle(before: string, text: string): string {
  for (const [pair, [afterConsonant, afterVowel]] of Object.entries(pairs)) {
    if (!text.startsWith(pair)) continue;
    const final = finalOf(before);
    const likeVowel = final === 0 || (pair === "(으)로" && final === RIEUL);
    return (likeVowel ? afterVowel : afterConsonant) + text.slice(pair.length);
  }
  return text;
}

function finalOf(word: string): number {
  const letters = word.replace(/[^\p{Letter}\p{Number}]+$/u, "");
  const last = letters.at(-1) ?? "";
  const code = last.charCodeAt(0);
  if (code >= HANGUL_FIRST && code <= HANGUL_LAST) return (code - HANGUL_FIRST) % FINALS;
  return readFinals[last.toLowerCase()] ?? 0;
}
