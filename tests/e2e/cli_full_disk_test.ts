import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";

Deno.test({
  name: "a standard output that takes nothing more ends the program with 3",
  // Only Linux has a device that is always full.
  ignore: Deno.build.os !== "linux",
  async fn() {
    const main = fromFileUrl(new URL("../../main.ts", import.meta.url));
    const config = fromFileUrl(new URL("../../deno.json", import.meta.url));
    const program = [
      "run",
      "-q",
      "--no-check",
      "--no-prompt",
      `--config=${config}`,
      "-P=esdh",
      main,
    ];
    for (
      const args of [
        ["version"],
        ["version", "--json"],
        ["--help"],
        ["preview"],
        ["generate", "--dry-run"],
        ["generate", "--stdout", "--entity-filter", "persons", "--output-format", "csv"],
      ]
    ) {
      const { code, stderr } = await new Deno.Command("sh", {
        args: ["-c", 'exec "$@" > /dev/full', "sh", Deno.execPath(), ...program, ...args],
      }).output();
      assertEquals(code, 3, args.join(" "));
      assertEquals(
        new TextDecoder().decode(stderr),
        "error: can't write the output: no space is left\n" +
          "hint: free space where the output goes, or send it elsewhere\n",
      );
    }
  },
});
