import { expect, test } from "vitest";
import { chooseChain } from "./choose-chain.ts";

const link = (id: string, causationId: string | null = null) => ({ id, causationId });

test("where all have room, all are shown but the event itself", () => {
  expect(chooseChain([link("a"), link("b", "a"), link("c")], "b", 9).sort()).toEqual(["a", "c"]);
});

test("what led to the event goes first, the nearest before the farther, then what it brought about, then the rest", () => {
  const story = [link("a"), link("b", "a"), link("c"), link("d", "b"), link("e", "d"), link("f", "e"), link("g", "d")];
  expect(chooseChain(story, "d", 9)).toEqual(["b", "a", "e", "g", "f", "c"]);
  expect(chooseChain(story, "d", 3)).toEqual(["b", "a", "e"]);
});

test("events that claim to have caused each other do not hold it up", () => {
  expect(chooseChain([link("a", "b"), link("b", "a"), link("c", "c")], "a", 9)).toEqual(["b", "c"]);
});
