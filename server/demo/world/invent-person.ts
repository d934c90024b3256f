import type { NewMember } from "../../members/join-member.ts";
import type { Random } from "./random.ts";

type Word = readonly [korean: string, latin: string];

const familyNames: readonly [Word, ...Word[]] = [
  ["김", "kim"],
  ["이", "lee"],
  ["박", "park"],
  ["최", "choi"],
  ["정", "jung"],
  ["강", "kang"],
  ["조", "cho"],
  ["윤", "yoon"],
  ["장", "jang"],
  ["임", "lim"],
  ["한", "han"],
  ["오", "oh"],
  ["서", "seo"],
  ["신", "shin"],
  ["권", "kwon"],
  ["황", "hwang"],
  ["안", "ahn"],
  ["송", "song"],
  ["류", "ryu"],
  ["홍", "hong"],
];

const givenNames: readonly [Word, ...Word[]] = [
  ["민준", "minjun"],
  ["서연", "seoyeon"],
  ["지우", "jiwoo"],
  ["도윤", "doyun"],
  ["하은", "haeun"],
  ["예준", "yejun"],
  ["수아", "sua"],
  ["시우", "siwoo"],
  ["지민", "jimin"],
  ["주원", "juwon"],
  ["서윤", "seoyun"],
  ["건우", "gunwoo"],
  ["채원", "chaewon"],
  ["현우", "hyunwoo"],
  ["은지", "eunji"],
  ["유진", "yujin"],
  ["성민", "sungmin"],
  ["다은", "daeun"],
  ["재현", "jaehyun"],
  ["소영", "soyoung"],
  ["태양", "taeyang"],
  ["나연", "nayeon"],
  ["동현", "donghyun"],
  ["미경", "mikyung"],
];

const firstNames = [
  "Emma",
  "Liam",
  "Olivia",
  "Noah",
  "Ava",
  "Lucas",
  "Mia",
  "Ethan",
  "Sophie",
  "Leon",
  "Hannah",
  "Jack",
  "Clara",
  "Oscar",
  "Ingrid",
  "Marco",
  "Elena",
  "Tom",
  "Nina",
  "David",
] as const;

const lastNames = [
  "Smith",
  "Miller",
  "Brown",
  "Garcia",
  "Fischer",
  "Novak",
  "Rossi",
  "Murphy",
  "Larsen",
  "Dubois",
  "Kowalski",
  "Silva",
  "Schneider",
  "Taylor",
  "Jensen",
  "Walker",
] as const;

const districts = [
  "서울특별시 강남구",
  "서울특별시 마포구",
  "서울특별시 송파구",
  "서울특별시 관악구",
  "경기도 성남시",
  "경기도 수원시",
  "경기도 고양시",
  "부산광역시 해운대구",
  "대구광역시 수성구",
  "인천광역시 연수구",
  "대전광역시 유성구",
  "광주광역시 북구",
  "제주특별자치도 제주시",
] as const;

const streets = [
  "중앙로",
  "테헤란로",
  "올림픽로",
  "한강대로",
  "판교역로",
  "해운대로",
  "동탄대로",
  "월드컵북로",
] as const;

/** Domains that belong to nobody (RFC 2606). */
const mailDomains = ["example.com", "example.net", "example.org"] as const;

/**
 * Invents a person. None can be real: numbers begin with 010-0 and 010-1, which Korea gives to nobody, and mail domains
 * are reserved.
 *
 * @param number makes phone number and e-mail address this person's own; another number, another person.
 */
export function inventPerson(random: Random, number: number): NewMember {
  const isKorean = random.chance(0.72);
  const [familyName, givenName] = [random.pick(familyNames), random.pick(givenNames)];
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
  const mailName = isKorean ? `${givenName[1]}.${familyName[1]}` : `${first}.${last}`.toLowerCase();
  return {
    name: isKorean ? `${familyName[0]}${givenName[0]}` : `${first} ${last}`,
    phone: phoneNumber(number),
    email: `${mailName}${number}@${random.pick(mailDomains)}`,
    address: `${random.pick(districts)} ${random.pick(streets)} ${random.between(1, 480)}`,
    identityVerified: random.chance(0.8),
  };
}

/** A phone number that nobody has, different for each number below twenty million. */
export function phoneNumber(number: number): string {
  // An odd factor that shares nothing with 20,000,000 spreads neighbours over the whole range.
  const digits = String((number * 6_180_339) % 20_000_000).padStart(8, "0");
  return `010-${digits.slice(0, 4)}-${digits.slice(4)}`;
}
