import { useDirty, useT } from '@luban/sdk';
import { Button, LinkButton, PageHeader, Stepper } from '@luban/ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useDecision } from '../actions/use-decision.ts';
import type { ExtensionDetail, Installation, VersionDetail, VersionSummary } from '../center-api.ts';
import { yamlProblem } from '../config/yaml-document.ts';
import { ExtensionIcon } from '../shared/ExtensionIcon.tsx';
import { Refusal } from '../shared/Refusal.tsx';
import { extensionUrl, installationUrl, MARKETPLACE } from '../urls.ts';
import { ClustersStep } from './ClustersStep.tsx';
import { ConfigStep } from './ConfigStep.tsx';
import { ReviewStep } from './ReviewStep.tsx';
import { RightsStep } from './RightsStep.tsx';
import { usePreview } from './use-preview.ts';
import { isBlocked, VersionStep } from './VersionStep.tsx';
import { isTouched, useDraft } from './wizard-draft.ts';
import { type StepName, stepIn, stepsOf } from './wizard-steps.ts';

interface Props {
  readonly detail: ExtensionDetail;
  readonly title: string;
  readonly chosen: VersionSummary;
  readonly version: VersionDetail;
  readonly installation: Installation | undefined;
}

/** Step by step to an installation or another version. Nothing is written before the last. */
export function Wizard({ detail, title, chosen, version, ...props }: Props) {
  const t = useT();
  // What the person has decided about. It is another thing once the decision is sent.
  const [sent, setSent] = useState<Pick<Props, 'installation'>>();
  const { installation } = sent ?? props;
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const { name } = detail.card;
  const { draft, change, forget } = useDraft(name, chosen.version);
  const decision = useDecision(name, title);
  const [done, setDone] = useState(false);
  const steps = stepsOf(version, installation);
  const step = stepIn(steps, params.get('step'));
  const at = steps.indexOf(step);
  const upgrades = installation?.version !== undefined;
  const kind = !upgrades ? 'install' : isNewer(detail, chosen, installation) ? 'upgrade' : 'change';
  const goal = params.get('goal') ?? undefined;
  const preview = usePreview(name, step === 'review' && !done, {
    version: chosen.version,
    config: draft.config,
    clusters: clustersOf(draft.clusters, version, upgrades),
    overrides: Object.keys(draft.overrides).length > 0 ? draft.overrides : undefined,
    ignoreDependencies: draft.ignoreDependencies,
  });
  useDirty(isTouched(draft) && !done, { message: t('wizard.unsaved') });
  const heading = useStepFocus(step);

  const show = (next: StepName) =>
    setParams((current) => {
      const changed = new URLSearchParams(current);
      changed.set('step', next);
      changed.set('version', chosen.version);
      return changed;
    });
  const back = steps[at - 1];
  const next = steps[at + 1];
  const ready = isReady(step, { chosen, version, draft, preview });
  const finish = async () => {
    const consent = preview.data?.permissions.digest || version.permissions.digest;
    const common = {
      version: chosen.version,
      consent,
      ...(draft.config !== undefined && { config: draft.config }),
      ...(draft.ignoreDependencies && { ignoreDependencies: true }),
    };
    const clusters = clustersOf(draft.clusters, version, upgrades);
    setSent({ installation });
    await decision.mutateAsync(
      upgrades
        ? { action: 'upgrade', body: common }
        : {
            action: 'install',
            body: {
              ...common,
              ...(clusters !== undefined && { clusters }),
              ...(Object.keys(draft.overrides).length > 0 && { overrides: draft.overrides }),
              upgradeStrategy: draft.automatic ? 'Automatic' : 'Manual',
            },
          },
    );
    forget();
    setDone(true);
  };
  const target = installationUrl(name, { goal });
  // Only when the page holds nothing unsaved any more, so that nobody is asked.
  useEffect(() => {
    if (done) navigate(target, { replace: true });
  }, [done, navigate, target]);

  return (
    <>
      <PageHeader
        breadcrumbs={[
          { label: t('marketplace.title'), href: MARKETPLACE },
          { label: title, href: extensionUrl(name) },
          { label: t(`wizard.crumb.${kind}`) },
        ]}
        title={
          <span className="wizard-title">
            <ExtensionIcon src={detail.card.icon} name={title} size={32} />
            <bdi>{t(`wizard.title.${kind}`, { title })}</bdi>
          </span>
        }
        description={
          upgrades
            ? t('wizard.fromTo', { from: installation?.version ?? '', to: chosen.version })
            : t('wizard.version', { version: chosen.version })
        }
      />
      <div className="wizard">
        <Stepper
          className="wizard-steps"
          label={t('wizard.steps')}
          steps={steps.map((each, index) => ({
            id: each,
            title: t(`wizard.step.${each}`),
            state: index < at ? 'done' : index === at ? 'current' : 'upcoming',
          }))}
        />
        <form
          className="wizard-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (!ready || decision.isPending) return;
            if (next === undefined) void finish().catch(() => setSent(undefined));
            else show(next);
          }}
        >
          <h2 ref={heading} tabIndex={-1} className="wizard-heading">
            <span className="wizard-count">{t('wizard.count', { step: at + 1, of: steps.length })} </span>
            {t(`wizard.heading.${step}`)}
          </h2>
          <div className="wizard-content">
            {contentOf(step, { detail, title, chosen, version, installation, draft, change, preview })}
            {decision.isError && (
              <Refusal
                error={decision.error}
                title={t(upgrades ? 'wizard.upgrade.failed' : 'wizard.install.failed', { title })}
              />
            )}
          </div>
          <footer className="wizard-foot">
            <LinkButton href={extensionUrl(name, { version: chosen.version })} variant="ghost">
              {t('common.cancel')}
            </LinkButton>
            <span className="wizard-foot-end">
              {back !== undefined && (
                <Button disabled={decision.isPending} onClick={() => show(back)}>
                  {t('wizard.back')}
                </Button>
              )}
              <Button type="submit" variant="primary" disabled={!ready} loading={decision.isPending || done}>
                {next !== undefined ? t('wizard.next') : t(`wizard.do.${kind}`, { version: chosen.version })}
              </Button>
            </span>
          </footer>
        </form>
      </div>
    </>
  );
}

interface StepContext extends Props {
  draft: ReturnType<typeof useDraft>['draft'];
  change: ReturnType<typeof useDraft>['change'];
  preview: ReturnType<typeof usePreview>;
}

function contentOf(step: StepName, context: StepContext): ReactNode {
  switch (step) {
    case 'version':
      return <VersionStep {...context} />;
    case 'rights':
      return <RightsStep {...context} />;
    case 'config':
      return <ConfigStep {...context} />;
    case 'clusters':
      return <ClustersStep {...context} />;
    case 'review':
      return <ReviewStep {...context} />;
  }
}

/** The newest of the versions is the first. */
function isNewer(
  { versions }: ExtensionDetail,
  chosen: VersionSummary,
  installation: Installation | undefined,
): boolean {
  const order = (text: string | undefined) => versions.findIndex(({ version }) => version === text);
  const now = order(installation?.version);
  return now < 0 || order(chosen.version) < now;
}

/** Whether the person can go on from a step. */
function isReady(
  step: StepName,
  { chosen, version, draft, preview }: Pick<StepContext, 'chosen' | 'version' | 'draft' | 'preview'>,
): boolean {
  switch (step) {
    case 'version':
      return chosen.problem === undefined && (!isBlocked(version) || draft.ignoreDependencies);
    case 'config':
      return draft.config === undefined || yamlProblem(draft.config) === undefined;
    case 'clusters':
      return Object.values(draft.overrides).every((text) => yamlProblem(text) === undefined);
    case 'review':
      // When nothing could be looked at, the server looks again before anything is done.
      if (preview.isError) return !preview.cancelled;
      if (preview.data === undefined || preview.isFetching) return false;
      return preview.data.blocking.length === 0 && (draft.agreed || preview.data.permissions.added.length === 0);
    default:
      return true;
  }
}

/** The host is chosen until the person says otherwise. */
function clustersOf(chosen: string[] | undefined, { installationMode }: VersionDetail, upgrades: boolean) {
  return installationMode === 'Multicluster' && !upgrades ? (chosen ?? [HOST]) : undefined;
}

export const HOST = 'host';

/** Takes the focus to the heading of each step but the first, so that it is read out and Tab begins there. */
function useStepFocus(step: StepName) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    heading.current?.focus();
  }, [step]);
  return heading;
}
