import type { Catalogue } from './message.ts';

/** 7421 to 7449: how installations, upgrades and removals end. */
export const INSTALLATION_MESSAGES: Catalogue = {
  LB7421: {
    title: { en: 'Step took too long', zh: '步骤超时' },
    sentence: { en: 'The step {step} was ended after {seconds} s.', zh: '步骤 {step} 在 {seconds} 秒后被终止。' },
    cause: {
      en: 'Everything that is waited for has a limit, so that nothing hangs for ever.',
      zh: '所有等待都有时限，以免无限期挂起。',
    },
    cure: {
      en: 'Look at the log for what it waited for, and try again.',
      zh: '请在日志中查看它在等待什么，然后重试。',
    },
  },
  LB7422: {
    title: { en: 'Cancelled', zh: '已取消' },
    sentence: { en: 'What was under way for {extension} was cancelled.', zh: '{extension} 正在进行的操作已取消。' },
    cause: {
      en: 'Somebody cancelled it, or planned something else meanwhile.',
      zh: '有人取消了操作，或期间修改了计划。',
    },
    cure: { en: 'Try again, or plan what is wanted instead.', zh: '请重试，或修改计划。' },
  },
  LB7423: {
    title: { en: 'What was before could not be restored', zh: '无法恢复到之前的状态' },
    sentence: {
      en: '{extension} could not be brought back to what was before: {reason}',
      zh: '无法将 {extension} 恢复到之前的状态：{reason}',
    },
    cause: {
      en: 'A change failed, and so did the way back. What is in force is neither the old nor the new version as a whole.',
      zh: '变更失败，回退也失败，当前既非完整的旧版本也非完整的新版本。',
    },
    cure: {
      en: 'Remove what the reason names, and try again; or remove the extension by force.',
      zh: '请排除上述原因后重试，或强制移除该扩展。',
    },
  },
  LB7424: {
    title: { en: 'Step failed', zh: '步骤失败' },
    sentence: { en: 'The step {step} failed: {reason}', zh: '步骤 {step} 失败：{reason}' },
    cause: { en: 'Something answered in a way that the step does not expect.', zh: '某个组件给出了步骤未预期的响应。' },
    cure: { en: 'Look at the log for what went before, and try again.', zh: '请在日志中查看之前的过程，然后重试。' },
  },
  LB7425: {
    title: { en: 'Package is of another extension', zh: '扩展包与版本不符' },
    sentence: {
      en: 'The package is {found}, but the catalogue says {wanted}.',
      zh: '扩展包是 {found}，而目录中为 {wanted}。',
    },
    cause: {
      en: 'The version in the catalogue leads to an archive of another name or version.',
      zh: '目录中的版本指向了其他名称或版本的归档。',
    },
    cure: {
      en: 'Synchronise the repository, or correct the ExtensionVersion object.',
      zh: '请同步仓库，或修正 ExtensionVersion 对象。',
    },
  },
  LB7426: {
    title: { en: 'Automatic upgrade waits for consent', zh: '自动升级等待同意' },
    sentence: {
      en: '{extension} {version} asks for more rights, so it is not installed without a person.',
      zh: '{extension} {version} 请求更多权限，因此不会自动安装。',
    },
    cause: { en: 'Automatic upgrades never extend what an extension may do.', zh: '自动升级不会扩大扩展的权限。' },
    cure: {
      en: 'Look at the rights that are added, and agree to them, or keep the version in force.',
      zh: '请查看新增的权限，然后同意，或保留当前版本。',
    },
  },
  LB7427: {
    title: { en: 'Automatic upgrade waits', zh: '自动升级正在等待' },
    sentence: {
      en: '{extension} is not upgraded to {version} yet. {reason}',
      zh: '{extension} 暂未升级到 {version}。{reason}',
    },
    cause: { en: 'Something is in the way that has to be settled first.', zh: '存在需要先解决的问题。' },
    cure: { en: 'Settle it. The upgrade goes on by itself then.', zh: '请解决该问题，之后升级会自动继续。' },
  },
  LB7428: {
    title: { en: 'Version was gone back from', zh: '曾从该版本回退' },
    sentence: {
      en: '{extension} is not upgraded to {version} by itself, because somebody went back from it.',
      zh: '{extension} 不会自动升级到 {version}，因为曾从该版本回退。',
    },
    cause: {
      en: 'A version that did not prove itself is not put in force again without a person.',
      zh: '未通过检验的版本不会在无人确认的情况下再次启用。',
    },
    cure: { en: 'Wait for a newer version, or upgrade by hand.', zh: '请等待更新的版本，或手动升级。' },
  },
  LB7429: {
    title: { en: 'Selector cannot be read', zh: '无法读取选择器' },
    sentence: { en: 'The selector of clusters cannot be read: {reason}.', zh: '无法读取集群选择器：{reason}。' },
    cause: {
      en: 'The plan chooses clusters by labels in a way that does not exist.',
      zh: '计划使用了不存在的标签选择方式。',
    },
    cure: {
      en: 'Correct spec.clusterScheduling.placement.clusterSelector.',
      zh: '请修正 spec.clusterScheduling.placement.clusterSelector。',
    },
  },
  LB7430: {
    title: { en: 'Old version is in force again', zh: '已恢复旧版本' },
    sentence: { en: '{extension} is at {version} again.', zh: '{extension} 已恢复到 {version}。' },
    cause: {
      en: 'A change did not succeed as a whole, so all of it was taken back.',
      zh: '变更未能完整成功，因此已全部撤回。',
    },
    cure: { en: 'Remove the reason that is named beside, and try again.', zh: '请排除所列原因后重试。' },
  },
  LB7431: {
    title: { en: 'What was applied is taken away', zh: '已撤回所应用的内容' },
    sentence: { en: 'What was applied of {extension} is taken away again.', zh: '{extension} 已应用的内容已被撤回。' },
    cause: { en: 'The installation did not succeed as a whole.', zh: '安装未能完整成功。' },
    cure: { en: 'Remove the reason that is named beside, and try again.', zh: '请排除所列原因后重试。' },
  },
  LB7432: {
    title: { en: 'Version is not in the catalogue any more', zh: '目录中已没有该版本' },
    sentence: {
      en: 'The agent of {extension} cannot be installed, because {version} is not in the catalogue any more.',
      zh: '无法安装 {extension} 的代理，因为目录中已没有 {version}。',
    },
    cause: {
      en: 'Agents are of the version that is in force on the host, and its package is gone.',
      zh: '代理与主集群上生效的版本一致，而该版本的扩展包已不存在。',
    },
    cure: {
      en: 'Bring the package back, or upgrade to a version that exists.',
      zh: '请恢复该扩展包，或升级到现有版本。',
    },
  },
  LB7434: {
    title: { en: 'Nothing of the kind remains', zh: '没有这些遗留对象' },
    sentence: { en: 'None of what was named remains of {extension}.', zh: '{extension} 没有留下所指定的对象。' },
    cause: { en: 'It was deleted already, or the report is an older one.', zh: '它们已被删除，或报告已过时。' },
    cure: { en: 'Load the page again.', zh: '请重新加载页面。' },
  },
};
