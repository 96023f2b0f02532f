import type { Catalogue } from './message.ts';

/** 7631–7649: how extensions fare in open tabs. */
export const EXTENSION_HEALTH_MESSAGES: Catalogue = {
  LB7631: {
    title: { en: 'Report cannot be read', zh: '无法读取报告' },
    sentence: { en: 'The report of a tab was not taken: {reason}.', zh: '未接受标签页的报告：{reason}。' },
    cause: {
      en: 'It is not in the form that this version of the server reads.',
      zh: '其格式不是此版本服务器所能读取的格式。',
    },
    cure: {
      en: 'Load the page again, so that it fits the server.',
      zh: '请重新加载页面，使其与服务器版本一致。',
    },
  },
  LB7632: {
    title: { en: 'Rolled back by the server', zh: '服务器已自动回滚' },
    sentence: {
      en: '{extension} {from} failed in {failed} of {sessions} sessions, so the server went back to {to}.',
      zh: '{extension} {from} 在 {sessions} 个会话中的 {failed} 个里出错，服务器已回退到 {to}。',
    },
    cause: {
      en: 'The new version failed much more often than the one before it; the failure seen last is {cause}.',
      zh: '新版本的出错率远高于之前的版本；最近一次错误为 {cause}。',
    },
    cure: {
      en: 'Look at its failures under Health of the installation, and upgrade again when its author has mended them.',
      zh: '请在该安装的“健康”页查看错误，待作者修复后再升级。',
    },
  },
};
