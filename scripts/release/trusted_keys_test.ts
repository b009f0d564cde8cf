import { assert, assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { listTrustedKeys } from "./trusted_keys.ts";
import { readWorkflow } from "./workflows.ts";

const KEY = "RWSTyAqfH3AxGP9r3Iz+vk6cnbIhIWyZD1R5yn55NBCw3jM8JCib6pS2";
const OTHER_KEY = "RWRzQk9oWm2uCf9r3Iz+vk6cnbIhIWyZD1R5yn55NBCw3jM8JCib6pS2";

Deno.test("listTrustedKeys() gives a line for each key, and refuses none and what is no key", () => {
  const file = `untrusted comment: minisign public key\n${OTHER_KEY}\n`;
  assertEquals(listTrustedKeys([KEY, file]), `${KEY}\n${OTHER_KEY}\n`);
  for (const keys of [[], [""], [KEY, "a key"]]) {
    const error = assertThrows(() => listTrustedKeys(keys), EsdhError);
    assertEquals(error.code, "USAGE");
  }
});

/** A program that stands for minisign: `-R` tells the key of the secret, `-S` signs. */
const MINISIGN = `#!/bin/sh
case "$1" in
  -R) printf 'untrusted comment: minisign public key\\n%s\\n' "$MINISIGN_KEY" >esdh.pub ;;
  -S) echo signed >SHA256SUMS.minisig ;;
esac
`;

async function sign(secret: string): Promise<{ readonly code: number; readonly names: string[] }> {
  const { jobs } = await readWorkflow("release.yml");
  const run = jobs["publish"]!.steps.find((step) => step.run?.includes("minisign -S"))!.run!;
  const folder = await Deno.makeTempDir();
  try {
    const bin = join(folder, "bin"), dist = join(folder, "dist"), notes = join(folder, "notes");
    for (const made of [bin, dist, notes]) await Deno.mkdir(made);
    for (const [name, text] of [["minisign", MINISIGN], ["sudo", "#!/bin/sh\n"]] as const) {
      await Deno.writeTextFile(join(bin, name), text, { mode: 0o755 });
    }
    await Deno.writeTextFile(join(notes, "release-keys.txt"), listTrustedKeys([KEY]));
    const { code } = await new Deno.Command("bash", {
      args: ["-e", "-o", "pipefail", "-c", run],
      cwd: dist,
      env: {
        PATH: `${bin}:${Deno.env.get("PATH")}`,
        RUNNER_TEMP: folder,
        MINISIGN_KEY: secret,
        TAG: "v1.2.3",
      },
    }).output();
    return { code, names: [...Deno.readDirSync(dist)].map(({ name }) => name).sort() };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "release.yml signs with a key that the executables trust, and with no other",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    assertEquals(await sign(KEY), { code: 0, names: ["SHA256SUMS.minisig", "esdh.pub"] });
    for (const secret of [OTHER_KEY, "", KEY.slice(0, -1)]) {
      const { code, names } = await sign(secret);
      assert(code !== 0 && !names.includes("SHA256SUMS.minisig"), secret);
    }
  },
});

Deno.test("release.yml lists the trusted keys before anything is made", async () => {
  const { jobs } = await readWorkflow("release.yml");
  const [first] = Object.values(jobs);
  assert(first!.steps.some(({ run }) => run?.includes("scripts/release/trusted_keys.ts")));
});
