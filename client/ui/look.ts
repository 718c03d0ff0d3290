/** Brings the fonts (files of this build, by subset) and the tokens of the look to a page. Import it once, first. */
import '@fontsource/be-vietnam-pro/400.css';
import '@fontsource/be-vietnam-pro/600.css';
import './tokens.css';
