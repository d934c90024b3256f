import { expect, test } from "vitest";
import { iamDocuments } from "./iam-documents.ts";

const internal = "arn:aws:sns:eu-west-1:111122223333:memberscope-internal";
const external = "arn:aws:sns:eu-west-1:111122223333:memberscope-external";
const documents = iamDocuments({ internal, external }, [
  { id: "recorder", queueName: "q-recorder", isOwn: true },
  { id: "benefits", queueName: "q-benefits", isOwn: false },
]);
const allowed = (who: string) =>
  documents
    .find((one) => one.for === who)
    ?.document.Statement.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
    ) ?? [];

test("nobody is allowed a wildcard action, or anything beyond what the registry names", () => {
  for (const one of documents) {
    for (const { Action, Resource } of one.document.Statement) {
      expect(Action.filter((action) => action.includes("*"))).toEqual([]);
      for (const arn of Resource) expect(arn).toMatch(/^arn:aws:(sns|sqs):eu-west-1:111122223333:(memberscope|q)-/);
    }
  }
});

test("only apply makes things, and only worker and member system publish", () => {
  const whoMay = (action: string) =>
    documents.filter((one) => allowed(one.for).some((line) => line.startsWith(action))).map((one) => one.for);
  expect(whoMay("sns:Subscribe ")).toEqual(["memberscope aws apply"]);
  expect(whoMay("sqs:CreateQueue ")).toEqual(["memberscope aws apply"]);
  expect(whoMay("sns:Publish ")).toEqual(["worker", "a member system that publishes itself"]);
  expect(whoMay("sns:SetSubscriptionAttributes ")).toEqual(["web", "memberscope aws apply"]);
});

test("a subscriber outside reads its own queue alone, and the worker those of the member system", () => {
  const arn = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;
  expect(allowed("subscriber benefits")).toContain(`sqs:ReceiveMessage ${arn("q-benefits")}`);
  expect(allowed("subscriber benefits").every((line) => line.endsWith(arn("q-benefits")))).toBe(true);
  expect(allowed("worker")).toContain(`sqs:ReceiveMessage ${arn("q-recorder")}`);
  expect(allowed("worker")).not.toContain(`sqs:ReceiveMessage ${arn("q-benefits")}`);
});
