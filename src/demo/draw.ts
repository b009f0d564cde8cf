/**
 * How the demonstration looks: a title, a heading and facts for each step, a last panel.
 *
 * @module
 */
import { padText, textWidth } from "../core/text.ts";
import { formatDuration, formatItems } from "../core/units.ts";
import { TOOL_VERSION } from "../core/version.ts";
import { CONTRACT_DATASET, DATASET_FACTS } from "../datasets/facts.ts";
import { GATE_STAGES, type GateOptions } from "./gate.ts";
import { commandAgain, PROGRAM, quotePath } from "./program.ts";
import {
  type DemoOptions,
  type DemoReport,
  type DemoStep,
  describeChoice,
  type Scene,
  type StepOutcome,
} from "./scene.ts";
import {
  type Fact,
  formatFacts,
  formatHeading,
  formatMarked,
  formatPanel,
  type PanelSection,
  type Screen,
  screenWidth,
} from "../ui/screen.ts";

/** Lines that stay on the screen beside the last panel: two blanks and the prompt; that the API goes on. */
const LINES_BESIDE_PANEL = 3;
const LINES_OF_SERVING = 3;

/** Draws one demonstration, from above. */
export class Drawing {
  readonly #screen: Screen;
  readonly #steps: readonly DemoStep[];

  /**
   * @param screen Where to draw.
   * @param steps All steps, for their numbers.
   */
  constructor(screen: Screen, steps: readonly DemoStep[]) {
    this.#screen = screen;
    this.#steps = steps;
  }

  /** Draws the title. */
  drawTitle(options: DemoOptions): void {
    const { ink, glyphs } = this.#screen;
    const inner = screenWidth(this.#screen) - 6;
    const name = ink.bold("Enterprise Synthetic Data Hub");
    const version = `esdh ${TOOL_VERSION}`;
    const [what, how] = options.isCanned
      ? ["Demonstration of the shipped samples", "nothing is generated or served"]
      : [
        `Demonstration of profile ${options.settings.profile.name}`,
        "all in this process, no network needed",
      ];
    const line = `${what} ${glyphs.dot} ${how}`;
    this.#write([
      "",
      ...formatPanel(this.#screen, [{
        title: "",
        lines: [
          padText(name, inner - textWidth(version)) + ink.dim(version),
          ...textWidth(line) > inner ? [what, how] : [line],
        ],
      }], ink.cyan),
    ]);
  }

  /** Draws the heading of a step that begins; a terminal draws over it when the step has ended. */
  drawStart(index: number): void {
    this.#screen.write("\n");
    if (this.#screen.isTerminal) this.#screen.write(this.#heading(index, ""));
  }

  /** Draws a step that went well. */
  drawDone(index: number, outcome: StepOutcome): void {
    const { ink, glyphs } = this.#screen;
    const end = `${ink.dim(formatDuration(outcome.durationMs))} ${ink.green(glyphs.good)}`;
    this.#replaceHeading(index, end);
    const report = outcome.report!;
    this.#write([
      ...formatFacts(this.#screen, report.facts),
      ...report.draw?.(this.#screen) ?? [],
    ]);
  }

  /** Draws a step that was left out. */
  drawSkipped(index: number, reason: string): void {
    const { ink, glyphs } = this.#screen;
    this.#write(["", this.#heading(index, `${ink.dim(reason)} ${ink.yellow(glyphs.left)}`)]);
  }

  /** Draws the heading of a step that failed or was interrupted. */
  drawFailed(index: number, outcome: StepOutcome): void {
    const { ink, glyphs } = this.#screen;
    const isFailed = outcome.status === "failed";
    const end = isFailed ? ink.red(`failed ${glyphs.bad}`) : ink.yellow(`stopped ${glyphs.left}`);
    this.#replaceHeading(index, end);
  }

  /** Draws the last panel: what was made and proved, or where it ended and what to do. */
  drawEnd(report: DemoReport): void {
    const { ink, rows = Infinity } = this.#screen;
    const { failure } = report;
    if (failure !== undefined) {
      const tint = failure.code === "INTERRUPTED" ? ink.yellow : ink.red;
      this.#write(["", ...formatPanel(this.#screen, this.#describeFailure(report), tint), ""]);
      return;
    }
    const draw = (isShort: boolean) =>
      formatPanel(this.#screen, this.#describeSuccess(report, isShort), ink.green);
    const whole = draw(false);
    const isServed = report.scene.options.keepsServing === true;
    const beside = LINES_BESIDE_PANEL + (isServed ? LINES_OF_SERVING : 0);
    this.#write(["", ...whole.length + beside > rows ? draw(true) : whole, ""]);
  }

  /** Says that the API goes on, and how to end it from anywhere. */
  drawServing(url: string, runsRoot: string): void {
    const { ink } = this.#screen;
    this.#write([
      ` The API goes on at ${ink.bold(url)}`,
      ` ${ink.dim("Ctrl-C here ends it, and so does this in another terminal:")}`,
      ` ${ink.dim(`${PROGRAM} demo stop --runs-dir ${quotePath(runsRoot)}`)}`,
    ]);
  }

  /** Says that the API has ended. */
  drawServed(): void {
    this.#write(["", " The API has ended."]);
  }

  #describeSuccess(report: DemoReport, isShort: boolean): PanelSection[] {
    const { ink, glyphs } = this.#screen;
    const proofs = report.outcomes.flatMap(({ report: step }) =>
      isShort && step?.proofSummary !== undefined ? [step.proofSummary] : step?.proofs ?? []
    );
    return [
      { title: "What was made", lines: this.#panelFacts(describeMade(report)) },
      {
        title: "What was proved",
        lines: proofs.flatMap((proof) =>
          formatMarked(`${ink.green(glyphs.good)} `, proof, screenWidth(this.#screen) - 6)
        ),
      },
      { title: "Do it yourself", lines: this.#panelFacts(describeNext(report.scene)) },
    ];
  }

  #describeFailure(report: DemoReport): PanelSection[] {
    const last = report.outcomes.at(-1)!;
    const good = report.outcomes.filter((outcome) => outcome.status === "ok").at(-1);
    const { scene } = report;
    const { settings, isCanned } = scene.options;
    const failure = report.failure!;
    const isStopped = failure.code === "INTERRUPTED";
    const isBetween = last.status === "ok";
    const facts: Fact[] = [
      [
        isStopped ? "Stopped" : "Failed",
        `${isBetween ? "after" : "at"} step ${this.#name(last.name)}`,
      ],
      ...(isBetween
        ? []
        : [["Last good", good === undefined ? "none" : `step ${this.#name(good.name)}`] as const]),
      ["Profile", `${settings.profile.name}, chosen by ${describeChoice(settings)}`],
      ...(isCanned ? [] : [
        [
          "Port",
          scene.server === undefined
            ? `${settings.apiPort}, not opened`
            : `${scene.server.port}, closed again`,
        ] as const,
      ]),
      ["Version", describeVersions(scene)],
    ];
    const todo = isStopped
      ? [`${PROGRAM} demo starts it again; nothing was left running or half written`]
      : [
        ...(failure.hint === undefined ? [] : [failure.hint]),
        `${PROGRAM} doctor checks this machine: folders, ports, disk`,
        // The samples are written to the same folder of runs.
        ...(isCanned || (last.name === "snapshot" && failure.code === "IO")
          ? []
          : [`${PROGRAM} demo --canned shows the shipped samples, without the API`]),
      ];
    const { ink, glyphs } = this.#screen;
    const start = `${ink.dim(glyphs.dot)} `;
    return [
      {
        title: isStopped ? "Stopped" : "The demonstration failed",
        lines: this.#panelFacts(facts),
      },
      {
        title: "What to do",
        lines: todo.flatMap((text) => formatMarked(start, text, screenWidth(this.#screen) - 6)),
      },
    ];
  }

  #name(step: string): string {
    const index = this.#steps.findIndex(({ name }) => name === step);
    return `${index + 1} of ${this.#steps.length}, ${this.#steps[index]?.title}`;
  }

  #panelFacts(facts: readonly Fact[]): string[] {
    return formatFacts(this.#screen, facts, {
      indent: 0,
      columns: screenWidth(this.#screen) - 6,
    });
  }

  #heading(index: number, end: string): string {
    const label = `${index + 1}/${this.#steps.length}`;
    return formatHeading(this.#screen, label, this.#steps[index]!.title, end);
  }

  #replaceHeading(index: number, end: string): void {
    if (this.#screen.isTerminal) this.#screen.write("\r\x1b[2K");
    this.#write([this.#heading(index, end)]);
  }

  #write(lines: readonly string[]): void {
    this.#screen.write(lines.map((line) => `${line}\n`).join(""));
  }
}

/**
 * How the gate looks: a heading for each stage, and what it proved.
 *
 * @param screen Where to draw.
 * @returns What {@link runGate} tells.
 */
export function makeGateDrawing(screen: Screen): GateOptions {
  const { ink, glyphs } = screen;
  const heading = (index: number, end: string) =>
    formatHeading(
      screen,
      `gate ${index + 1}/${GATE_STAGES.length}`,
      GATE_STAGES[index]!.title,
      end,
    );
  return {
    onStart: (_stage, index) => {
      screen.write("\n");
      if (screen.isTerminal) screen.write(heading(index, ""));
      if (screen.isTerminal && GATE_STAGES[index]!.steps === undefined) screen.write("\n");
    },
    onDone: ({ stage, report }, index) => {
      const { failure, durationMs } = report;
      const end = failure === undefined
        ? `${ink.dim(formatDuration(durationMs))} ${ink.green(glyphs.good)}`
        : ink.red(`failed ${glyphs.bad}`);
      const isDrawn = stage.steps === undefined;
      if (screen.isTerminal && !isDrawn) screen.write("\r\x1b[2K");
      const proofs = report.outcomes.flatMap((outcome) => outcome.report?.proofs ?? []);
      screen.write(
        [
          heading(index, end),
          ...isDrawn
            ? []
            : proofs.flatMap((proof) =>
              formatMarked(`      ${ink.green(glyphs.good)} `, proof, screenWidth(screen))
            ),
          ...index === GATE_STAGES.length - 1 && failure === undefined
            ? ["", ` ${ink.green(ink.bold("The gate is passed."))}`]
            : [],
          ...failure === undefined ? [] : [""],
        ].map((line) => `${line}\n`).join(""),
      );
    },
  };
}

function describeMade(report: DemoReport): Fact[] {
  const { scene } = report;
  const data = stepData(report, "snapshot");
  const rows = stepData(report, "validate")["rows"] as Readonly<Record<string, number>> | undefined;
  const entities = DATASET_FACTS.find(({ name }) => name === scene.dataset)?.entities ?? [];
  const counts = Object.entries(rows ?? {}).filter(([plural]) => plural !== "accounts")
    .map(([plural, count]) => {
      const entity = entities.find((member) => member.plural === plural);
      return formatItems(count, entity?.name ?? plural, plural);
    });
  return [
    ["Records", [formatItems(scene.records, "account"), ...counts].join(", ")],
    [
      "Seed",
      scene.isSeedDrawn ? `${scene.seed} (drawn; give it to --seed to repeat)` : `${scene.seed}`,
    ],
    ["Marker", `${data["marker"]}`],
    ["Snapshot", `${scene.folder?.path}`, "whole"],
    ["Plan", `${data["plan_digest"]}`, "whole"],
    ["Manifest", `${data["manifest_digest"]}`, "whole"],
    ["Time", formatDuration(report.durationMs)],
  ];
}

function describeNext(scene: Scene): Fact[] {
  const { latest, folder } = scene;
  const shown = latest?.kind === "link" ? latest.path : folder?.path;
  return [
    ["Again", commandAgain(scene), "whole"],
    ["Check", `${PROGRAM} validate ${quotePath(`${shown}`)}`, "whole"],
    // The server makes the dataset under contract alone.
    ...(scene.dataset === CONTRACT_DATASET ? [["Serve", `${PROGRAM} serve`] as const] : []),
  ];
}

function describeVersions(scene: Scene): string {
  const { os, arch } = Deno.build;
  return `esdh ${TOOL_VERSION}, dataset ${scene.dataset}, Deno ${Deno.version.deno}, ${os} ${arch}`;
}

function stepData(report: DemoReport, name: string): Record<string, unknown> {
  return report.outcomes.find((outcome) => outcome.name === name)?.report?.data ?? {};
}
