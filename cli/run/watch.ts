// `synth --watch`: renders again whenever a file that the last run read has changed.

import { listeningToReads } from '../../lib/values/file/input';
import type { SynthFlags } from '../flags/flags';
import { UsageError } from '../flags/usage';
import type { Io } from '../io';
import { note, report } from '../print/report';
import { expectWork } from '../process/heap';
import type { Interrupted } from '../process/signals';
import { WatchedFiles } from '../process/watched-files';

interface WatchOptions {
  readonly debug?: boolean;
}

/** Never returns: a signal ends it. Rejects if the command line is wrong. */
export async function watch(
  io: Io,
  { values = [] }: SynthFlags,
  render: () => Promise<void>,
  { debug = false }: WatchOptions,
): Promise<never> {
  if (values.includes('-')) throw new UsageError('standard input can only be read once: --watch needs files');
  const { holdSignals = (work) => work(new AbortController().signal) } = io;
  const files = new WatchedFiles();
  expectWork('any');
  // Held all the time, because a signal that comes at the end of a run would otherwise be lost.
  return holdSignals(async (signal) => {
    for (let run = 1; ; run++) {
      files.begin();
      try {
        await listeningToReads((path) => files.add(path), render);
        files.forgetUnread();
      } catch (error) {
        if (isInterruption(error) || (error instanceof UsageError && run === 1)) throw error;
        report(error, io, { debug, command: 'sandbox-charts synth', writes: true });
      }
      if (run === 1) note(io, `watching ${files.count} ${files.count === 1 ? 'file' : 'files'}; press Ctrl-C to stop`);
      await files.change(signal).catch((error: unknown) => {
        throw signal.aborted ? (signal.reason as Interrupted).whileWaiting : error;
      });
    }
  });
}

const isInterruption = (error: unknown): boolean => error instanceof Error && error.name === 'Interrupted';
