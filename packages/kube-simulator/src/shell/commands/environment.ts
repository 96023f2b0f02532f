import type { Command } from 'just-bash';

/** What the shell keeps for itself, and containers do not show. */
const OWN = new Set(['OLDPWD', 'SHELLOPTS', 'BASHOPTS']);

/** `env` and `printenv` that list what programs are given, not everything that the shell knows. */
export const environmentCommands: readonly Command[] = ['env', 'printenv'].map((name) => ({
  name,
  execute: async (words, context) => {
    const { exportedEnv = {}, origCommand } = context;
    const lists = words.every((word) => name === 'env' && /^[A-Za-z_]\w*=/.test(word));
    if (!lists && origCommand !== undefined) return await origCommand(words);
    const shown = Object.entries(exportedEnv).filter(([key]) => !OWN.has(key));
    const text = [...shown.map(([key, value]) => `${key}=${value}`), ...words].map((line) => `${line}\n`).join('');
    return { stdout: text, stderr: '', exitCode: 0, stdoutKind: 'text' };
  },
}));
