import { useT } from '@luban/sdk';
import { Button, Callout, Dialog } from '@luban/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { keys } from '../queries.ts';
import { ProblemList, Refusal } from '../shared/Refusal.tsx';
import { sizeText } from '../shared/size-text.ts';
import { extensionUrl } from '../urls.ts';
import { DropArea } from './DropArea.tsx';
import { type FileProblem, fileProblem, LARGEST, sendPackage, type Uploaded } from './send-package.ts';
import './upload.css';

interface Props {
  /** Dropped on the page; the first is taken. */
  readonly files: readonly File[];
  readonly onClose: () => void;
}

type Stage =
  | { kind: 'choose'; problem?: FileProblem; file?: File }
  | { kind: 'sending'; file: File; fraction: number; stop: AbortController }
  | { kind: 'refused'; file: File; error: unknown }
  | { kind: 'done'; uploaded: Uploaded };

/** Takes a package file into the catalogue. Everything that is wrong with it is said at once. */
export default function UploadDialog({ files, onClose }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [stage, setStage] = useState<Stage>({ kind: 'choose' });

  const open = ({ name, version }: Uploaded) => navigate(extensionUrl(name, { version }));
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const problem = await fileProblem(file);
    if (problem !== undefined) return setStage({ kind: 'choose', problem, file });
    const stop = new AbortController();
    setStage({ kind: 'sending', file, fraction: 0, stop });
    try {
      const uploaded = await sendPackage(file, {
        signal: stop.signal,
        onProgress: (fraction) => setStage((now) => (now.kind === 'sending' ? { ...now, fraction } : now)),
      });
      void client.invalidateQueries({ queryKey: keys.catalogue });
      // What is to be noticed of it keeps the person here until they have read it.
      if (uploaded.warnings.length === 0) void open(uploaded);
      else setStage({ kind: 'done', uploaded });
    } catch (error) {
      setStage(stop.signal.aborted ? { kind: 'choose' } : { kind: 'refused', file, error });
    }
  };
  const takeDropped = useEffectEvent(() => void take(files[0]));
  useEffect(() => {
    if (files.length > 0) takeDropped();
  }, [files]);

  const choose = () => input.current?.click();
  const close = () => {
    if (stage.kind === 'sending') stage.stop.abort();
    onClose();
  };
  return (
    <Dialog
      open
      keepOnOutsideClick
      onOpenChange={(isOpen) => isOpen || close()}
      title={t('upload.title')}
      description={t('upload.description')}
      footer={
        stage.kind === 'done' ? (
          <Button variant="primary" onClick={() => void open(stage.uploaded)}>
            {t('upload.open')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t('common.cancel')}</Button>
            <Button variant="primary" icon="upload" loading={stage.kind === 'sending'} onClick={choose}>
              {t(stage.kind === 'refused' ? 'upload.another' : 'upload.choose')}
            </Button>
          </>
        )
      }
    >
      <input
        ref={input}
        type="file"
        hidden
        accept=".tgz,.tar.gz,application/gzip"
        aria-label={t('upload.choose')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file can be chosen again after it was mended.
          event.target.value = '';
          void take(file);
        }}
      />
      {stage.kind === 'choose' && (
        <DropArea className="upload-target" onFiles={(dropped) => void take(dropped[0])}>
          <button type="button" className="upload-button" onClick={choose}>
            <span>{t('upload.here')}</span>
            <span className="center-muted">{t('upload.limit', { size: sizeText(LARGEST) })}</span>
          </button>
          {stage.problem !== undefined && (
            <Callout tone="danger" role="alert" title={t('upload.notSent', { file: stage.file?.name ?? '' })}>
              {t(`upload.problem.${stage.problem}`, {
                size: sizeText(stage.file?.size ?? 0),
                limit: sizeText(LARGEST),
              })}
            </Callout>
          )}
        </DropArea>
      )}
      {stage.kind === 'sending' && (
        <div className="upload-progress" role="status">
          <span className="upload-file">
            <bdi className="center-clip">{stage.file.name}</bdi>
            <span className="center-muted">{sizeText(stage.file.size)}</span>
          </span>
          <progress
            className="center-progress"
            value={stage.fraction < 1 ? stage.fraction : undefined}
            max={1}
            aria-label={t('upload.progress', { file: stage.file.name })}
          />
          <span className="center-muted">
            {stage.fraction < 1
              ? t('upload.sending', { percent: Math.round(stage.fraction * 100) })
              : t('upload.checking')}
          </span>
        </div>
      )}
      {stage.kind === 'refused' && (
        <Refusal error={stage.error} title={t('upload.refused', { file: stage.file.name })} />
      )}
      {stage.kind === 'done' && (
        <Callout
          tone="warning"
          role="status"
          title={t('upload.done', { name: stage.uploaded.name, version: stage.uploaded.version })}
        >
          <ProblemList problems={stage.uploaded.warnings} />
        </Callout>
      )}
    </Dialog>
  );
}
