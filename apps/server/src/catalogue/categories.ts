import type { CategoryObject, Texts } from './objects.ts';

/** Symbols are drawn in a square of 24, as the console's own. */
const icon = (path: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#55606e" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${path}</svg>`,
  ).toString('base64')}`;

interface Shipped {
  name: string;
  displayName: Texts;
  description: Texts;
  icon: string;
}

/** Names: KubeSphere 4, which ships these and whose tools offer them to authors. */
const SHIPPED: readonly Shipped[] = [
  {
    name: 'ai-machine-learning',
    displayName: { en: 'AI and machine learning', zh: '人工智能与机器学习' },
    description: { en: 'Models, training and inference', zh: '模型、训练与推理' },
    icon: icon(
      '<rect x="7" y="7" width="10" height="10" rx="2"/><path d="M10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4"/>',
    ),
  },
  {
    name: 'deepseek',
    displayName: { en: 'DeepSeek', zh: 'DeepSeek' },
    description: { en: 'Running DeepSeek models', zh: '运行 DeepSeek 模型' },
    icon: icon('<path d="M3 13c3 5 11 7 16 2 2-2 2-5 2-7-2 2-4 2-5 1-3-3-9-3-13 4z"/><circle cx="9" cy="12" r="1"/>'),
  },
  {
    name: 'database',
    displayName: { en: 'Databases', zh: '数据库' },
    description: { en: 'Databases and what runs them', zh: '数据库及其运维' },
    icon: icon(
      '<ellipse cx="12" cy="6" rx="7" ry="3"/><path d="M5 6v12c0 1.7 3.1 3 7 3s7-1.3 7-3V6M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3"/>',
    ),
  },
  {
    name: 'integration-delivery',
    displayName: { en: 'Integration and delivery', zh: '集成与交付' },
    description: { en: 'Pipelines, builds and releases', zh: '流水线、构建与发布' },
    icon: icon(
      '<circle cx="6" cy="6" r="2.5"/><circle cx="18" cy="12" r="2.5"/><circle cx="6" cy="18" r="2.5"/><path d="M8.5 6H12a3 3 0 0 1 3 3v.5M8.5 18H12a3 3 0 0 0 3-3v-.5"/>',
    ),
  },
  {
    name: 'observability',
    displayName: { en: 'Observability', zh: '可观测性' },
    description: { en: 'Metrics, logs, traces and alerts', zh: '指标、日志、链路与告警' },
    icon: icon('<path d="M4 19V5M4 19h16M8 15l3-4 3 2 5-7"/>'),
  },
  {
    name: 'networking',
    displayName: { en: 'Networking', zh: '网络' },
    description: { en: 'Gateways, meshes and policies', zh: '网关、服务网格与网络策略' },
    icon: icon(
      '<rect x="9" y="3" width="6" height="5" rx="1"/><rect x="3" y="16" width="6" height="5" rx="1"/><rect x="15" y="16" width="6" height="5" rx="1"/><path d="M12 8v4M6 16v-4h12v4"/>',
    ),
  },
  {
    name: 'security',
    displayName: { en: 'Security', zh: '安全' },
    description: { en: 'Certificates, secrets, policies and scans', zh: '证书、密钥、策略与扫描' },
    icon: icon('<path d="M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z"/><path d="M9 12l2 2 4-4"/>'),
  },
  {
    name: 'storage',
    displayName: { en: 'Storage', zh: '存储' },
    description: { en: 'Volumes, snapshots and backups', zh: '存储卷、快照与备份' },
    icon: icon(
      '<rect x="4" y="4" width="16" height="7" rx="2"/><rect x="4" y="13" width="16" height="7" rx="2"/><path d="M8 7.5h.01M8 16.5h.01M12 7.5h4M12 16.5h4"/>',
    ),
  },
  {
    name: 'streaming-messaging',
    displayName: { en: 'Streaming and messaging', zh: '流处理与消息' },
    description: { en: 'Queues, topics and streams', zh: '队列、主题与数据流' },
    icon: icon('<path d="M4 8c3-3 5 3 8 0s5-3 8 0M4 13c3-3 5 3 8 0s5-3 8 0M4 18c3-3 5 3 8 0s5-3 8 0"/>'),
  },
  {
    name: 'dev-tools',
    displayName: { en: 'Developer tools', zh: '开发工具' },
    description: { en: 'What developers work with', zh: '开发者日常所用' },
    icon: icon('<path d="M8 8l-4 4 4 4M16 8l4 4-4 4M13 5l-2 14"/>'),
  },
  {
    name: 'computing',
    displayName: { en: 'Computing', zh: '计算' },
    description: { en: 'Scheduling, scaling and machines', zh: '调度、伸缩与计算资源' },
    icon: icon('<rect x="4" y="5" width="16" height="11" rx="2"/><path d="M9 20h6M12 16v4"/>'),
  },
];

export const SHIPPED_CATEGORIES: readonly CategoryObject[] = SHIPPED.map(({ name, ...spec }) => ({
  apiVersion: 'kubesphere.io/v1alpha1',
  kind: 'Category',
  metadata: { name },
  spec,
}));
