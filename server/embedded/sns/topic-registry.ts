import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { type DeliverySettings, readSubscriptionAttributes } from "./subscription-attributes.ts";

/** A topic and what was set on it. */
export interface Topic {
  arn: string;
  attributes: Map<string, string>;
}

/** One queue's subscription of one topic. */
export interface Subscription {
  arn: string;
  topicArn: string;
  /** The queue's ARN. */
  endpoint: string;
  attributes: Map<string, string>;
  settings: DeliverySettings;
}

/** Everything the embedded SNS knows; a change counts once `save` has returned. */
export interface TopicRegistry {
  topics: Map<string, Topic>;
  subscriptions: Map<string, Subscription>;
  /** Writes the registry to its file, all or nothing; without a file it does nothing. */
  save(): void;
}

const texts = z.record(z.string(), z.string());
const registryFile = z.object({
  topics: z.array(z.object({ arn: z.string(), attributes: texts })),
  subscriptions: z.array(z.object({ arn: z.string(), topicArn: z.string(), endpoint: z.string(), attributes: texts })),
});

/**
 * Opens the registry of topics and subscriptions.
 *
 * @param file where it is kept between starts; null keeps it in memory.
 * @throws when the file exists and is not a registry.
 */
export function openTopicRegistry(file: string | null): TopicRegistry {
  const topics = new Map<string, Topic>();
  const subscriptions = new Map<string, Subscription>();
  const stored = file === null ? null : readText(file);
  if (stored !== null) {
    const registry = registryFile.parse(JSON.parse(stored));
    for (const { arn, attributes } of registry.topics) {
      topics.set(arn, { arn, attributes: new Map(Object.entries(attributes)) });
    }
    for (const { attributes: plain, ...rest } of registry.subscriptions) {
      const attributes = new Map(Object.entries(plain));
      subscriptions.set(rest.arn, {
        ...rest,
        attributes,
        settings: readSubscriptionAttributes(attributes, "Subscribe"),
      });
    }
  }
  return {
    topics,
    subscriptions,
    save() {
      if (file !== null) writeWhole(file, serialize(topics, subscriptions));
    },
  };
}

function serialize(topics: Map<string, Topic>, subscriptions: Map<string, Subscription>): string {
  return JSON.stringify({
    topics: [...topics.values()].map(({ arn, attributes }) => ({ arn, attributes: Object.fromEntries(attributes) })),
    subscriptions: [...subscriptions.values()].map(({ arn, topicArn, endpoint, attributes }) => ({
      arn,
      topicArn,
      endpoint,
      attributes: Object.fromEntries(attributes),
    })),
  });
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** A crash at any moment leaves the old file or the new one, never half of one. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  const handle = openSync(beside, "w", 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, file);
}
