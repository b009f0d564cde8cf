/**
 * Which profile is shown, and who chose it.
 *
 * @module
 */
import { profileSeed } from "../../profiles/seed.ts";
import { type DemoStep, describeChoice } from "../scene.ts";
import { commandAgain } from "../program.ts";
import { CANNED_PROFILE, CANNED_RECORDS, CANNED_SEED } from "../canned_plan.ts";

/** Settles profile, seed and number of records. */
export const chooseProfile: DemoStep = {
  name: "profile",
  title: "Choose the profile",
  run(scene) {
    const { settings, isCanned, notices = [] } = scene.options;
    const { profile } = settings;
    const { seed, isDrawn } = isCanned
      ? { seed: CANNED_SEED, isDrawn: false }
      : profileSeed(profile);
    scene.seed = seed;
    scene.isSeedDrawn = isDrawn;
    scene.records = isCanned ? CANNED_RECORDS : profile.records;
    const others = settings.profiles.map(({ name }) => name).filter((name) =>
      name !== profile.name
    );
    const why = `chosen by ${describeChoice(settings)}`;
    return Promise.resolve({
      facts: [
        ["Profile", isCanned ? `${CANNED_PROFILE}, the shipped sample` : `${profile.name}, ${why}`],
        [
          "About",
          isCanned ? "Samples built into this program; nothing is generated" : profile.description,
        ],
        ["Dataset", scene.dataset],
        ["Records", `${scene.records}`],
        ["Seed", isDrawn ? `${seed}, drawn for this run` : `${seed}, the same in every run`],
        ...(isDrawn
          ? [
            [
              "Repeat",
              commandAgain(scene),
              "whole",
            ] as const,
          ]
          : []),
        ...(others.length === 0 || isCanned
          ? []
          : [["Others", `${others.join(", ")} (--profile NAME)`] as const]),
        ...(notices.length === 0 ? [] : [["Note", notices] as const]),
      ],
      data: {
        profile: isCanned ? CANNED_PROFILE : profile.name,
        chosen_by: settings.profileOrigin.label,
        dataset: scene.dataset,
        records: scene.records,
        seed: `${seed}`,
        is_seed_drawn: isDrawn,
        notices,
      },
    });
  },
};
