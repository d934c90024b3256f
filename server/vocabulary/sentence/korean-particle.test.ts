import { expect, test } from "vitest";
import { withParticle } from "./korean-particle.ts";

test("a final consonant takes the first form, a vowel the second", () => {
  expect(withParticle("회원", "을(를) 열었습니다")).toBe("을 열었습니다");
  expect(withParticle("기기", "을(를) 열었습니다")).toBe("를 열었습니다");
  expect(withParticle("웹", "이(가)")).toBe("이");
});

test("rieul takes 로 and not 으로, in letters and in digits read aloud", () => {
  expect(withParticle("서울", "(으)로")).toBe("로");
  expect(withParticle("부산", "(으)로")).toBe("으로");
  expect(withParticle("3331", "(으)로")).toBe("로");
  expect(withParticle("3330", "(으)로")).toBe("으로");
});

test("closing marks do not hide the last letter, and other text stays", () => {
  expect(withParticle("‘부산’", "은(는)")).toBe("은");
  expect(withParticle("부산", "에서")).toBe("에서");
});
