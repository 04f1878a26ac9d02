// The journal, asked for one thing at a time: why it was or was not sent, entry by entry.

import { byId, h, renew } from "../dom.ts";
import type { Answer, Problem } from "./api.ts";
import { problemLines } from "./dialog.ts";
import { table, time } from "./parts.ts";
import { word } from "./speak.ts";

interface Story {
  readonly verdict: string;
  readonly lines: readonly { readonly n: number; readonly at: number; readonly what: string }[];
}

export class Journal {
  private readonly form = byId("journal-form") as HTMLFormElement;
  private asked = 0;

  constructor(private readonly ask: (what: string) => Promise<Answer<unknown>> | null) {
    this.form.addEventListener("submit", (submit) => {
      submit.preventDefault();
      const what = String(new FormData(this.form).get("what") ?? "").trim();
      if (what !== "") void this.tell(what);
    });
  }

  /** Nothing of one officer's reading is left to the next. */
  close(): void {
    this.asked += 1;
    this.form.reset();
    renew(byId("story"));
  }

  private async tell(what: string): Promise<void> {
    const asked = ++this.asked;
    const answer = await this.ask(what);
    // Asked for something else meanwhile: the later question is answered.
    if (answer === null || asked !== this.asked) return;
    if (!answer.ok) return this.show(what, answer.problem);
    this.show(what, answer.value as Story);
  }

  private show(what: string, told: Story | Problem): void {
    if (!("lines" in told)) return renew(byId("story"), problemLines(told));
    renew(
      byId("story"),
      h("h3", null, h("bdi", null, what)),
      h("p", { class: "effect" }, h("bdi", null, told.verdict)),
      table(
        word("journal_lines"),
        [word("entry"), word("when"), word("what")],
        told.lines.map(({ n, at, what: said }, i) => [
          `${n}-${i}`,
          n === 0 ? word("worked_out") : String(n),
          time(at, Date.now()),
          h("bdi", null, said),
        ]),
      ),
    );
  }
}
