import { useKernel } from '../react/use-kernel.ts';
import { useReadable } from '../react/use-readable.ts';

/** The panel's texts in the index's locale. */
export function useWords(): Words {
  const locale = useReadable(useKernel().index, (index) => index.locale);
  return locale.startsWith('zh') ? CHINESE : ENGLISH;
}

type Words = typeof ENGLISH;

const ENGLISH = {
  inspector: 'Inspector',
  extensions: 'Extensions',
  timeline: 'Timeline',
  regions: 'On this page',
  faults: 'Faults',
  showOwners: 'Show owners',
  close: 'Close',
  safe: 'Safe mode',
  connection: { connecting: 'Connecting', live: 'Live', lost: 'Connection lost', off: 'No live updates' },
  revision: 'Index',
  host: 'Console',
  search: 'Find',
  everything: (count: number) => `All ${count}, untouched ones too`,
  columns: ['Extension', 'Version', 'State', 'Load', 'Activate', 'Size', 'Requests', 'Effects', 'Places'],
  nothingActive: 'No extension has been loaded in this tab.',
  none: 'None.',
  history: 'History',
  effects: 'Effects held',
  disposal: 'Last disposal',
  released: (count: number) => `${count} effects were released.`,
  swept: 'Swept by force',
  errors: 'Errors',
  noRegions: 'Nothing on this page belongs to an extension.',
  places: (count: number) => (count === 1 ? '1 place' : `${count} places`),
  bringIntoView: 'Bring into view',
  problems: 'Problems',
  quarantine: 'Quarantine',
  release: 'Release from quarantine',
  bisect: 'Find the faulty extension',
  bisectHelp: 'Turns half of the installed extensions off, asks whether the fault is still there, and halves again.',
  bisectStart: 'Start',
  bisectStep: (step: number, steps: number, off: number) =>
    `Step ${step} of at most ${steps}: ${off} extensions are off. Is the fault still there?`,
  bisectBroken: 'Still broken',
  bisectFine: 'Works now',
  bisectStop: 'Stop and turn all on',
  bisectOutcome: {
    culprit: 'This extension is at fault:',
    together: 'These extensions fail only together:',
    none: 'The fault is there with every extension off.',
  },
};

const CHINESE: Words = {
  inspector: '检查器',
  extensions: '扩展',
  timeline: '时间线',
  regions: '本页内容',
  faults: '故障',
  showOwners: '显示归属',
  close: '关闭',
  safe: '安全模式',
  connection: { connecting: '连接中', live: '实时', lost: '连接已断开', off: '无实时更新' },
  revision: '索引',
  host: '控制台',
  search: '查找',
  everything: (count) => `全部 ${count} 个，包括未使用的`,
  columns: ['扩展', '版本', '状态', '加载', '激活', '大小', '请求', '副作用', '位置'],
  nothingActive: '此标签页尚未加载任何扩展。',
  none: '无。',
  history: '历史',
  effects: '持有的副作用',
  disposal: '最近一次清理',
  released: (count) => `已释放 ${count} 个副作用。`,
  swept: '强制清除',
  errors: '错误',
  noRegions: '本页没有属于扩展的内容。',
  places: (count) => `${count} 处`,
  bringIntoView: '滚动到可见处',
  problems: '问题',
  quarantine: '隔离',
  release: '解除隔离',
  bisect: '查找有故障的扩展',
  bisectHelp: '停用一半已安装的扩展，询问故障是否仍在，然后继续二分。',
  bisectStart: '开始',
  bisectStep: (step, steps, off) => `第 ${step} 步，最多 ${steps} 步：已停用 ${off} 个扩展。故障是否仍在？`,
  bisectBroken: '仍有故障',
  bisectFine: '现在正常',
  bisectStop: '停止并全部启用',
  bisectOutcome: {
    culprit: '有故障的扩展：',
    together: '这些扩展同时启用才会出现故障：',
    none: '停用全部扩展后故障仍在。',
  },
};
