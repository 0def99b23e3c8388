package io.shiplog.gateway.readmodel;

import io.shiplog.model.ObjectKey;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Objects in the order of their keys, as a value: to put one in or take one out makes another such
 * value, and both share what did not change. So whoever holds one has a snapshot that stays as it
 * is, however long it is looked at, for no more than a pointer.
 *
 * <p>A B+ tree whose nodes are never changed once they are made: a change makes anew one leaf and
 * what leads there, some 600 bytes where there are 100,000 objects.
 */
final class SortedObjects {

  /** How many objects a leaf has at most, and children a branch. */
  static final int WIDEST = 32;

  /** A node with fewer is joined with its neighbour. */
  private static final int NARROW = WIDEST / 4;

  private static final SortedObjects EMPTY = new SortedObjects(new Leaf(new StoredObject[0]));

  private final Node root;

  private SortedObjects(Node root) {
    this.root = root;
  }

  /** No objects. */
  static SortedObjects empty() {
    return EMPTY;
  }

  /** How many there are. */
  int size() {
    return root.size();
  }

  /** The object under a key; null if there is none. */
  StoredObject get(ObjectKey key) {
    Node node = root;
    while (node instanceof Branch branch) {
      node = branch.children[branch.childOf(key)];
    }
    StoredObject[] objects = ((Leaf) node).objects;
    int at = place(objects, key);
    return has(objects, at, key) ? objects[at] : null;
  }

  /** The same with this object, in place of the one under its key if there is one. */
  SortedObjects with(StoredObject object) {
    Node[] parts = root.with(object);
    return new SortedObjects(parts.length == 1 ? parts[0] : new Branch(parts));
  }

  /** The same without the object under a key. */
  SortedObjects without(ObjectKey key) {
    if (get(key) == null) {
      return this;
    }
    Node left = root.without(key);
    while (left instanceof Branch branch && branch.children.length == 1) {
      left = branch.children[0];
    }
    return left.size() == 0 ? EMPTY : new SortedObjects(left);
  }

  /** How many objects have a lesser key. */
  int rank(ObjectKey key) {
    int before = 0;
    Node node = root;
    while (node instanceof Branch branch) {
      int child = branch.childOf(key);
      for (int i = 0; i < child; i++) {
        before += branch.children[i].size();
      }
      node = branch.children[child];
    }
    return before + place(((Leaf) node).objects, key);
  }

  /**
   * Some of them in order.
   *
   * @param from the rank of the first
   * @param to the rank behind the last
   */
  Iterator<StoredObject> between(int from, int to) {
    return new Walk(root, from, to);
  }

  /** Walks from leaf to leaf; the way to each is sought anew from the root, which is short. */
  private static final class Walk implements Iterator<StoredObject> {

    private final Node root;
    private final int end;
    private int next;
    private StoredObject[] leaf = {};
    private int inLeaf;

    Walk(Node root, int next, int end) {
      this.root = root;
      this.next = next;
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    public StoredObject next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (inLeaf == leaf.length) {
        findLeaf();
      }
      next++;
      return leaf[inLeaf++];
    }

    private void findLeaf() {
      Node node = root;
      int rest = next;
      while (node instanceof Branch branch) {
        int child = 0;
        while (rest >= branch.children[child].size()) {
          rest -= branch.children[child++].size();
        }
        node = branch.children[child];
      }
      leaf = ((Leaf) node).objects;
      inLeaf = rest;
    }
  }

  /** Part of the tree. All leaves are equally far from the root. */
  private abstract static sealed class Node permits Leaf, Branch {

    abstract int size();

    /** The least key; not of an empty node. */
    abstract ObjectKey first();

    /** One node, or two where one would be too wide. */
    abstract Node[] with(StoredObject object);

    /** What is left without a key that is there; it may be empty. */
    abstract Node without(ObjectKey key);

    abstract boolean narrow();

    /** This and the next of the same kind in one, or in two where one would be too wide. */
    abstract Node[] join(Node next);
  }

  private static final class Leaf extends Node {

    private final StoredObject[] objects;

    Leaf(StoredObject[] objects) {
      this.objects = objects;
    }

    @Override
    int size() {
      return objects.length;
    }

    @Override
    ObjectKey first() {
      return objects[0].key();
    }

    @Override
    Node[] with(StoredObject object) {
      int at = place(objects, object.key());
      int behind = has(objects, at, object.key()) ? at + 1 : at;
      StoredObject[] more = spliced(objects, at, behind, object);
      return split(more, cut(more.length, at == more.length - 1));
    }

    private static Node[] split(StoredObject[] objects, int cut) {
      return cut == objects.length
          ? new Node[] {new Leaf(objects)}
          : new Node[] {
            new Leaf(Arrays.copyOf(objects, cut)),
            new Leaf(Arrays.copyOfRange(objects, cut, objects.length))
          };
    }

    @Override
    Node without(ObjectKey key) {
      int at = place(objects, key);
      return new Leaf(spliced(objects, at, at + 1));
    }

    @Override
    boolean narrow() {
      return objects.length < NARROW;
    }

    @Override
    Node[] join(Node next) {
      StoredObject[] all = spliced(objects, objects.length, objects.length, ((Leaf) next).objects);
      return split(all, cut(all.length, false));
    }
  }

  private static final class Branch extends Node {

    private final Node[] children;
    private final ObjectKey first;
    private final int size;

    Branch(Node[] children) {
      this.children = children;
      this.first = children.length == 0 ? null : children[0].first();
      int all = 0;
      for (Node child : children) {
        all += child.size();
      }
      this.size = all;
    }

    @Override
    int size() {
      return size;
    }

    @Override
    ObjectKey first() {
      return first;
    }

    /** Where a key is, or would be. */
    int childOf(ObjectKey key) {
      int low = 1;
      int high = children.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (children[middle].first().compareTo(key) <= 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low - 1;
    }

    @Override
    Node[] with(StoredObject object) {
      int at = childOf(object.key());
      Node[] more = spliced(children, at, at + 1, children[at].with(object));
      return split(more, cut(more.length, at == children.length - 1));
    }

    private static Node[] split(Node[] children, int cut) {
      return cut == children.length
          ? new Node[] {new Branch(children)}
          : new Node[] {
            new Branch(Arrays.copyOf(children, cut)),
            new Branch(Arrays.copyOfRange(children, cut, children.length))
          };
    }

    @Override
    Node without(ObjectKey key) {
      int at = childOf(key);
      Node left = children[at].without(key);
      if (left.size() == 0) {
        return new Branch(spliced(children, at, at + 1));
      }
      if (!left.narrow() || children.length == 1) {
        return new Branch(spliced(children, at, at + 1, left));
      }
      return at > 0
          ? new Branch(spliced(children, at - 1, at + 1, children[at - 1].join(left)))
          : new Branch(spliced(children, at, at + 2, left.join(children[at + 1])));
    }

    @Override
    boolean narrow() {
      return children.length < NARROW;
    }

    @Override
    Node[] join(Node next) {
      Node[] all = spliced(children, children.length, children.length, ((Branch) next).children);
      return split(all, cut(all.length, false));
    }
  }

  /**
   * Where to cut what may be too wide. Behind the last nothing will come in between where keys come
   * in order, so that the left part may stay full.
   */
  private static int cut(int width, boolean atTheEnd) {
    if (width <= WIDEST) {
      return width;
    }
    return atTheEnd ? WIDEST : width / 2;
  }

  /** The place of the first key that is not less. */
  private static int place(StoredObject[] objects, ObjectKey key) {
    int low = 0;
    int high = objects.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (objects[middle].key().compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean has(StoredObject[] objects, int at, ObjectKey key) {
    return at < objects.length && objects[at].key().equals(key);
  }

  /** A copy in which others stand in the place of some. */
  @SafeVarargs
  private static <T> T[] spliced(T[] array, int from, int to, T... others) {
    T[] result = Arrays.copyOf(array, array.length - (to - from) + others.length);
    System.arraycopy(others, 0, result, from, others.length);
    System.arraycopy(array, to, result, from + others.length, array.length - to);
    return result;
  }
}
