import { useKernel } from './use-kernel.ts';
import { useReadable } from './use-readable.ts';

/** The few sentences that the bindings say themselves, in the index's locale. */
export function useWords(): Words {
  const locale = useReadable(useKernel().index, (index) => index.locale);
  return locale.startsWith('zh') ? CHINESE : ENGLISH;
}

export type Words = typeof ENGLISH;

const ENGLISH = {
  cause: 'Cause',
  cure: 'What to do',
  details: 'Details',
  retry: 'Try again',
  disable: 'Disable this extension',
  copy: 'Copy details',
  copied: 'Copied',
  updateReady: (version: string) => `An update to ${version} is ready. It waits for your unsaved changes.`,
  saveAndUpdate: 'Save and update',
  updateNow: 'Update without saving',
  disabled: (extension: string) => `${extension} was disabled`,
  removed: (extension: string) => `${extension} was removed`,
};

const CHINESE: Words = {
  cause: '原因',
  cure: '处理办法',
  details: '详情',
  retry: '重试',
  disable: '停用此扩展',
  copy: '复制详情',
  copied: '已复制',
  updateReady: (version) => `${version} 版更新已就绪，正在等待您未保存的修改。`,
  saveAndUpdate: '保存并更新',
  updateNow: '不保存并更新',
  disabled: (extension) => `${extension} 已停用`,
  removed: (extension) => `${extension} 已移除`,
};
