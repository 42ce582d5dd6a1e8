/** Given to Node with --import: the libraries' functions for the stages of an exchange are timed, whoever calls them. */
import { register } from 'node:module';

register('./resolve.js', import.meta.url);
