import { mountVue } from './mount-vue.ts';
import Page from './Page.vue';

export default mountVue(Page);
