import { useT } from '@luban/sdk';
import { Button, PageHeader } from '@luban/ui';
import { lazy, Suspense, useState } from 'react';
import { useSearchParams } from 'react-router';
import { PageState } from '../shared/PageState.tsx';
import '../shared/shared.css';
import { useCanUpload } from '../shared/use-rights.ts';
import { DropArea } from '../upload/DropArea.tsx';
import { useCenterEvents } from '../use-center-events.ts';
import { EmptyCatalogue } from './EmptyCatalogue.tsx';
import { FailedRepositories } from './FailedRepositories.tsx';
import { FoundExtensions } from './FoundExtensions.tsx';
import './marketplace.css';
import { useCards } from './use-cards.ts';

const UploadDialog = lazy(() => import('../upload/UploadDialog.tsx'));

/** All extensions that can be had, and how each is here. */
export default function MarketplacePage() {
  useCenterEvents();
  const t = useT();
  const { catalogue, cards } = useCards();
  const [params, setParams] = useSearchParams();
  const [files, setFiles] = useState<File[]>([]);
  const mayUpload = useCanUpload() === true;
  const uploading = mayUpload && (params.has('upload') || files.length > 0);
  const setUploading = (on: boolean) => {
    setFiles([]);
    setParams((current) => {
      const next = new URLSearchParams(current);
      if (on) next.set('upload', '');
      else next.delete('upload');
      return next;
    });
  };
  const openUpload = mayUpload ? () => setUploading(true) : undefined;
  return (
    <DropArea className="center-page" disabled={!mayUpload || uploading} onFiles={setFiles}>
      <PageHeader
        title={t('marketplace.title')}
        description={t('marketplace.description')}
        actions={
          openUpload && (
            <Button icon="upload" onClick={openUpload}>
              {t('upload.action')}
            </Button>
          )
        }
      />
      <FailedRepositories />
      <PageState
        query={catalogue}
        failed={t('marketplace.failed')}
        resource="kubesphere.io/extensions"
        skeleton="cards"
      >
        {(data) =>
          data.extensions.length === 0 ? (
            <EmptyCatalogue onUpload={openUpload} />
          ) : (
            <FoundExtensions catalogue={data} cards={cards} />
          )
        }
      </PageState>
      <Suspense>{uploading && <UploadDialog files={files} onClose={() => setUploading(false)} />}</Suspense>
    </DropArea>
  );
}
