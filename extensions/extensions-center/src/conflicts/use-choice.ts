import { useExtension, useT } from '@luban/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '../api.ts';
import { type Choice, INTERFACES_KEY } from './kernel-extensions.ts';

/** A decision about a claim: `winner` is to have it; null: as if nobody had decided. */
export type Decision = Pick<Choice, 'kind' | 'subject'> & { winner: string | null };

/**
 * Decides who has what two extensions claim both, for everyone and in all open tabs at once.
 *
 * @param titleOf what an extension is called, for saying what was done
 */
export function useChoice(titleOf: (name: string) => string) {
  const t = useT();
  const { fetch, notify } = useExtension();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) => send(fetch, 'PUT', '/api/extension-conflicts', decision),
    onSuccess: async (_answer, { kind, subject, winner }) => {
      // A decision for what is so anyway changes no index, and would not be told.
      await client.invalidateQueries({ queryKey: INTERFACES_KEY });
      notify({
        ...{ key: `conflict ${kind} ${subject}`, tone: 'success', timeout: 10_000 },
        title:
          winner === null
            ? t('installed.conflicts.undone', { subject })
            : t('installed.conflicts.given', { subject, title: titleOf(winner) }),
      });
    },
  });
}
