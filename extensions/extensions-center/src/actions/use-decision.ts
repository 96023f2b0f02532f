import { useExtension } from '@luban/sdk';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Installation, Run } from '../center-api.ts';
import { followRun } from '../progress/own-runs.ts';
import { keys } from '../queries.ts';
import { type Decision, decide, RUN_OF } from './center-actions.ts';

/**
 * Sends decisions about one installation. The runs that they begin are followed: how they end is said wherever the
 * person is by then.
 *
 * @param title what the extension is called, for that
 */
export function useDecision(name: string, title: string): UseMutationResult<unknown, Error, Decision> {
  const context = useExtension();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision) => decide(context.fetch, name, decision),
    onMutate: () => client.getQueryData<Installation>(keys.installation(name))?.runs[0],
    onSuccess: async (_answer, decision, newestBefore) => {
      const action = runOf(decision, newestBefore);
      if (action !== undefined) followRun(client, context, { name, title, action, after: newestBefore?.id });
      // What was decided is to be seen before the buttons are free again.
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.installation(name) }),
        client.invalidateQueries({ queryKey: keys.installations }),
      ]);
    },
  });
}

/** The kind of run that a decision begins. */
function runOf(decision: Decision, newestBefore: Run | undefined): Run['action'] | undefined {
  if (decision.action === 'retry') return newestBefore?.action;
  if (decision.action === 'consent') return decision.begins;
  return RUN_OF[decision.action];
}
