import { expect, test } from "vitest";
import { eventSentence, sentenceText } from "#server/vocabulary/sentence/event-sentence";
import { catalogFileSchema } from "../../server/catalog/catalog-file.ts";
import catalog from "../../server/members/catalog.json" with { type: "json" };
import { languages } from "../../server/vocabulary/languages.ts";
import { exampleEvent } from "./example-event.ts";

const versions = catalogFileSchema
  .parse(catalog)
  .actions.flatMap(({ name, family, versions: all }) => all.map((version) => ({ ...version, name, family })));

test.each(versions)("the example of $name v$version fills every gap of its sentences", (version) => {
  const { name, family, schema, sentence } = version;
  const attributes = Object.fromEntries(
    Object.entries(schema.properties).map(([attribute, { type, enum: values, personal }]) => [
      attribute,
      { type, ...(values && { enum: values }), ...(personal && { personal }) },
    ]),
  );
  const action = { name, family, currentVersion: 1, external: true, attributes, required: [], sentence };
  for (const language of languages) {
    const parts = eventSentence(exampleEvent(name, { attributes, sentence }), action, language);
    expect(sentenceText(parts)).not.toMatch(/[{}–]/);
    expect(parts.filter(({ masked }) => masked).every(({ text }) => text.includes("*"))).toBe(true);
  }
});
