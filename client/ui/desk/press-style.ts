/**
 * React Aria writes one inline style sheet for everything that can be pressed, which the content security policy refuses. It
 * leaves that when an element of this id is there already; the rule itself stands in `desk.css`.
 */
const ID = 'react-aria-pressable-style';

if (document.getElementById(ID) === null) {
  const mark = document.createElement('meta');
  mark.id = ID;
  document.head.append(mark);
}
