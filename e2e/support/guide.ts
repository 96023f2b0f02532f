/** A guide in Markdown as a person follows it: its files written, its commands run, section by section. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type GuideStep = { kind: 'file'; path: string; text: string } | { kind: 'command'; line: string };

export interface GuideSection {
  title: string;
  steps: GuideStep[];
}

/** Fenced blocks with `title="path"` are files; blocks in `sh` are commands, one per line. Others are only shown. */
export async function readGuide(path: string): Promise<GuideSection[]> {
  const sections: GuideSection[] = [];
  const pattern = /^## (?<heading>.+)$|^```(?<language>\w+)(?: title="(?<title>[^"]+)")?\n(?<body>[\s\S]*?)^```$/gm;
  for (const { groups } of (await readFile(path, 'utf8')).matchAll(pattern)) {
    const { heading, language, title, body = '' } = groups ?? {};
    if (heading !== undefined) sections.push({ title: heading, steps: [] });
    else sections.at(-1)?.steps.push(...stepsOf(language, title, body));
  }
  return sections;
}

function stepsOf(language: string | undefined, title: string | undefined, body: string): GuideStep[] {
  if (title !== undefined) return [{ kind: 'file', path: title, text: body }];
  if (language !== 'sh') return [];
  return body
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ kind: 'command', line }));
}

export async function writeGuideFile(root: string, step: GuideStep & { kind: 'file' }): Promise<void> {
  const path = join(root, step.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, step.text);
}

/** Runs a line to its end. Rejects with its output when it fails. */
export async function runGuideCommand(root: string, line: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn('bash', ['-c', line], { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${line} ended with code ${code}:\n${output}`);
}
