/**
 * Starts the API in this process, on the port of the settings or the next free one.
 *
 * @module
 */
import type { DemoStep } from "../scene.ts";

/** Starts the API. */
export const startApi: DemoStep = {
  name: "server",
  title: "Start the API",
  skipReason: (scene) => scene.options.isCanned ? "canned: no port is opened" : undefined,
  async run(scene) {
    const { startServer } = await import("../../server/listen.ts");
    const { apiPort, apiPortOrigin } = scene.options.settings;
    const server = scene.server = startServer({ port: apiPort, dataset: scene.dataset });
    const isMoved = apiPort !== 0 && server.port !== apiPort;
    return {
      facts: [
        ["Address", `${server.url} (this machine only)`],
        [
          "Port",
          isMoved
            ? `${apiPort} is taken, so the next free one: ${server.port}`
            : `${server.port} (${apiPortOrigin.label})`,
        ],
        ["Process", `${Deno.pid}, this one: it ends with the demonstration`],
      ],
      data: {
        url: server.url,
        port: server.port,
        wanted_port: apiPort,
        port_from: apiPortOrigin.label,
        pid: Deno.pid,
      },
    };
  },
};
