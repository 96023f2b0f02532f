import { mountVue } from './mount-vue.ts';
import Notes from './Notes.vue';

export default mountVue(Notes);
