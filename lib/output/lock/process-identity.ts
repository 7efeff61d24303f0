// Identifies the process that created a lock or left files behind, and whether it has ended.

import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import { sha256 } from '../../names/hash';

export interface ProcessIdentity {
  readonly pid: number;
  /** Its start time on Linux, because process IDs are reused. Empty elsewhere. */
  readonly start: string;
  /** The boot of the machine, and its PID namespace. */
  readonly host: string;
}

let own: ProcessIdentity | undefined;

export function ownIdentity(): ProcessIdentity {
  const machine = [
    hostname(),
    textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    textOf(() => readlinkSync('/proc/self/ns/pid')),
  ];
  own ??= { pid, start: statOf('self')?.start ?? '', host: sha256(machine.join('\n')).slice(0, 16) };
  return own;
}

export function isIdentity(value: unknown): value is ProcessIdentity {
  const given = value as Partial<Record<keyof ProcessIdentity, unknown>> | null;
  return (
    typeof given === 'object' &&
    given !== null &&
    Number.isSafeInteger(given.pid) &&
    (given.pid as number) > 0 &&
    typeof given.start === 'string' &&
    typeof given.host === 'string'
  );
}

export const isOnThisMachine = ({ host }: ProcessIdentity): boolean => host === ownIdentity().host;

/** Whether it has certainly ended; unknown for processes on another machine. */
export function hasEnded(identity: ProcessIdentity): boolean {
  if (!isOnThisMachine(identity)) return false;
  try {
    kill(identity.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  const stat = statOf(String(identity.pid));
  return stat !== undefined && (stat.state === 'Z' || stat.start !== identity.start);
}

/** `undefined` if the system does not say. */
function statOf(process: string): { readonly state: string; readonly start: string } | undefined {
  const stat = textOf(() => readFileSync(`/proc/${process}/stat`, 'utf8'));
  // The program's name, in parentheses, can contain any character.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  return state && start ? { state, start } : undefined;
}

function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
