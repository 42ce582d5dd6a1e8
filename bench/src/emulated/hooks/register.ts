/** For Node's --import: times the libraries' functions for the stages of an exchange in every module. */
import { register } from 'node:module';

register('./resolve.js', import.meta.url);
