import type { ReactElement } from 'react';
import { Button, Tree, TreeItem, TreeItemContent } from 'react-aria-components';
import type { AreaCode } from '../../../../shared/model/ids.ts';
import type { AreaNode, AreaTree } from '../../../../shared/rules/areas.ts';
import { useAreaWords } from './words.ts';

type Props = {
  tree: AreaTree;
  /** What a search found, shown as a plain list; null: the tree. */
  found: readonly AreaCode[] | null;
  chosen: AreaCode | null;
  onChoose: (code: AreaCode) => void;
};

/** Arrow keys open, close and walk it; Enter or Space chooses. Roots stand open. */
export function AreaTreeView({ tree, found, chosen, onChoose }: Props): ReactElement {
  const { t } = useAreaWords();
  const tops = found ?? tree.roots;
  return (
    <Tree
      // Another day is another tree: what stood open there says nothing of this one.
      key={`${tree.day} ${found === null}`}
      aria-label={t('tree')}
      className="area-tree"
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={chosen === null ? [] : [chosen]}
      defaultExpandedKeys={tree.roots}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : keys;
        if (key !== undefined) onChoose(key as AreaCode);
      }}
      renderEmptyState={() => <p className="desk-empty">{t(found ? 'notFound' : 'none')}</p>}
    >
      {tops.map((code) => {
        const node = tree.nodes.get(code);
        return node && <Unit key={code} node={node} tree={tree} flat={found !== null} />;
      })}
    </Tree>
  );
}

function Unit({ node, tree, flat }: { node: AreaNode; tree: AreaTree; flat: boolean }): ReactElement {
  const { t } = useAreaWords();
  const children = flat ? [] : node.children;
  return (
    <TreeItem id={node.code} textValue={node.name} className="area-item">
      <TreeItemContent>
        {({ isExpanded, level }) => (
          <div className="area-row" data-level={level}>
            {children.length > 0 ? (
              <Button slot="chevron" className="area-chevron">
                <svg viewBox="0 0 20 20" aria-hidden="true">
                  <path d={isExpanded ? 'M5 8 10 13 15 8' : 'M8 5 13 10 8 15'} />
                </svg>
              </Button>
            ) : (
              <span className="area-chevron" />
            )}
            <span className="area-name">{node.name}</span>
            <span className="quiet">
              {node.code} · {t(`kind.${node.areaKind}`)}
              {node.children.length > 0 && ` · ${node.children.length}`}
            </span>
          </div>
        )}
      </TreeItemContent>
      {children.map((code) => {
        const child = tree.nodes.get(code);
        return child && <Unit key={code} node={child} tree={tree} flat={false} />;
      })}
    </TreeItem>
  );
}
