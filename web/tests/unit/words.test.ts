// Languages, directions and the two small readers of text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { actionsFor, bodyOf } from "../../src/console/actions.ts";
import { parser } from "../../src/console/sse.ts";
import { direction, ordered } from "../../src/language.ts";
import { restMs, RETRY_MAX_MS, RETRY_MIN_MS } from "../../src/live/clock.ts";
import { lexiconFor } from "../../src/words.ts";
import { waiting, warning } from "../support/samples.ts";

test("Arabic, Persian, Urdu and Pashto are written from the right, by language or by script", () => {
  for (const tag of ["ar", "ar-IQ", "fa", "ur-PK", "ps", "he", "az-Arab", "ckb"]) assert.equal(direction(tag), "rtl", tag);
  for (const tag of ["en", "fr-CA", "az-Latn", "ar-Latn", "uk", ""]) assert.equal(direction(tag), "ltr", tag);
});

test("the reader's languages come first, exact before near, the rest as offered", () => {
  assert.deepEqual(ordered(["en", "fr", "ar"], ["ar-IQ", "fr"]), ["ar", "fr", "en"]);
  assert.deepEqual(ordered(["pt", "pt-BR"], ["pt-BR"]), ["pt-BR", "pt"]);
  assert.deepEqual(ordered(["en", "fr"], ["ja"]), ["en", "fr"]);
});

test("a reader of no known language gets English words", () => {
  assert.equal(lexiconFor(["ja"]).language, "en");
  assert.equal(lexiconFor(["ja", "ar-IQ"]).language, "ar");
});

test("exercise and actual are said in English too, in every language", () => {
  for (const language of ["en", "fr", "ar"]) {
    assert.match(lexiconFor([language]).twice("exercise"), /EXERCISE/);
    assert.match(lexiconFor([language]).twice("actual"), /ACTUAL/);
    assert.match(lexiconFor([language]).twice("link_lost"), /LINK LOST/);
  }
});

test("a stream cut anywhere gives the same blocks", () => {
  const stream = 'event: picture\r\ndata: {"a":\r\ndata: 1}\r\n\r\n: ping\n\ndata:x\n\nid: 4\nevent: late\n';
  for (let cut = 0; cut <= stream.length; cut++) {
    const heard: string[] = [];
    const parse = parser((type, data) => heard.push(`${type}=${data}`));
    parse(stream.slice(0, cut));
    parse(stream.slice(cut));
    assert.deepEqual(heard, ['picture={"a":\n1}', "message=x"], `cut at ${cut}`);
  }
});

test("a rest is never shorter than the least nor longer than the most", () => {
  for (let tries = 0; tries < 40; tries++) {
    for (const random of [0, 0.5, 0.999]) {
      const rest = restMs(tries, random);
      assert.ok(rest >= RETRY_MIN_MS && rest <= RETRY_MAX_MS, `${rest}`);
    }
  }
});

test("each stage offers its own actions and no other", () => {
  const names = (changes: Parameters<typeof warning>[0]): string[] => actionsFor(warning(changes)).map(({ name }) => name);
  assert.deepEqual(names({ stage: "draft" }), ["submit", "delegate", "reject"]);
  assert.deepEqual(names({ stage: "submitted" }), ["approve", "return", "delegate", "reject"]);
  assert.deepEqual(names({ stage: "live" }), ["all-clear", "update", "retract"]);
  assert.deepEqual(names({ stage: "live", fired_by: "order-1", confirmed: false }), ["confirm", "all-clear", "update", "retract"]);
  assert.deepEqual(names({ stage: "ended", ended: "expired" }), []);
  assert.deepEqual(names({ stage: "ended", ended: "all_clear", end_confirmed: false }), ["confirm-end"]);
  const proposal = { by: "officer-a", at: 0, sha256: "ef", changes: [], zones: [], texts: {} };
  assert.deepEqual(names({ stage: "live", proposal }), ["approve-update", "turn-down", "all-clear", "retract"]);
  assert.deepEqual(names({ stage: "live", origin: { feed: "meteo" } }), [], "another authority's");
});

test("every question restates actual or exercise, and what releases restates the people", () => {
  for (const status of ["actual", "exercise"] as const) {
    for (const stage of ["draft", "submitted", "live"] as const) {
      for (const action of actionsFor(warning({ status, stage, fired_by: "order-1", confirmed: false }))) {
        assert.match(action.question, status === "actual" ? /ACTUAL/ : /EXERCISE/, action.name);
        if (["approve", "approve-update", "update", "all-clear", "retract"].includes(action.name)) {
          assert.match(action.commit, /1,240 people/, action.name);
        }
      }
    }
  }
});

const GIVEN = { reason: "", cause: "", to: "", resound: false, added: [], slots: {}, note: null, withoutNote: false };

test("an update names the values and the note that change, and leaves the others", () => {
  const leaving = { ...waiting(), slots: { direction: "east", minutes: 5 } };
  const kept = { ...GIVEN, slots: { direction: "east" } };
  assert.deepEqual(bodyOf("update", leaving, kept), { resound: false });
  const again = { ...kept, slots: { direction: "east", minutes: 5 } };
  assert.deepEqual(bodyOf("update", leaving, again), { resound: false, slots: again.slots });
  const note = { language: "fr", text: "Le pont est ouvert." };
  assert.deepEqual(bodyOf("update", leaving, { ...kept, note }), { resound: false, note });
  assert.deepEqual(bodyOf("update", leaving, { ...kept, withoutNote: true }), { resound: false, without_note: true });
});

test("an approval names the message that was shown", () => {
  assert.deepEqual(bodyOf("approve", waiting(), GIVEN), { sha256: "ab".repeat(32) });
});
