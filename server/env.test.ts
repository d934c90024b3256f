import { expect, test } from "vitest";
import { readEnv } from "./env.ts";

const topic = "arn:aws:sns:us-east-1:000000000000:topic";
const topics = { INTERNAL_TOPIC_ARN: topic, EXTERNAL_TOPIC_ARN: topic };
const url = "postgres://worker:secret@127.0.0.1:5432/members";

test("the worker names every setting that is missing, its database too", () => {
  expect(() => readEnv("worker", {})).toThrow(
    /INTERNAL_TOPIC_ARN is not set\n {2}EXTERNAL_TOPIC_ARN is not set\n {2}WORKER_DATABASE_URL is not set$/,
  );
});

test("the web process names every setting that is missing", () => {
  expect(() => readEnv("web", {})).toThrow(
    /INTERNAL_TOPIC_ARN is not set\n {2}EXTERNAL_TOPIC_ARN is not set\n {2}DATABASE_URL is not set$/,
  );
});

test("the worker takes the web's database where it is given none of its own", () => {
  expect(readEnv("worker", { ...topics, DATABASE_URL: url }).WORKER_DATABASE_URL).toBe(url);
  const own = "postgres://own@127.0.0.1/members";
  const both = readEnv("worker", { ...topics, DATABASE_URL: url, WORKER_DATABASE_URL: own });
  expect(both.WORKER_DATABASE_URL).toBe(own);
});

test("a wrong number and a wrong URL are said with their rule and without their value", () => {
  const given = { ...topics, DATABASE_URL: "mysql://x:hidden@y/z", PORT: "70000", TRUSTED_PROXIES: "all" };
  expect(() => readEnv("web", given)).toThrow(
    /DATABASE_URL must look like postgres:.*\n {2}PORT must be a whole number from 1 to 65535\n {2}TRUSTED_PROXIES must be a whole number from 0 to 100$/,
  );
  expect(() => readEnv("web", given)).not.toThrow(/hidden/);
});

test("an identity provider needs its client, its groups' roles and the console's address, all said at once", () => {
  const given = { ...topics, DATABASE_URL: url, OIDC_ISSUER: "https://id.example", PORT: "0" };
  expect(() => readEnv("web", given)).toThrow(
    /PORT must be .*\n {2}OIDC_CLIENT_ID must be set where OIDC_ISSUER is\n {2}OIDC_CLIENT_SECRET must be .*\n {2}OIDC_ROLES must be .*\n {2}PUBLIC_URL must be /,
  );
});

test.each(["admins", "admins=boss", "=admin", "admins=admin,"])("the groups' roles %s are refused", (OIDC_ROLES) => {
  expect(() => readEnv("web", { ...topics, DATABASE_URL: url, OIDC_ROLES })).toThrow(
    /OIDC_ROLES must look like group=role,group=role, with agent, analyst, admin, auditor/,
  );
});

test("plain HTTP is for a provider on the machine itself alone", () => {
  const read = (OIDC_ISSUER: string) => () => readEnv("web", { ...topics, DATABASE_URL: url, OIDC_ISSUER });
  expect(read("http://id.example")).toThrow(/OIDC_ISSUER must begin with https/);
  expect(read("http://127.0.0.1:9000")).not.toThrow(/OIDC_ISSUER must begin/);
});
