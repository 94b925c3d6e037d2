// Checks a log of the hub with Go's own implementation, golang.org/x/mod/sumdb: its checkpoint, every tile and entry, and the proofs the
// hub made. Reads {"folder","vkey","inclusion":[{"index","proof"}],"consistency":[{"size","root","proof"}]} from standard input.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type files struct{ folder string }

func (f files) Height() int                     { return 8 }
func (f files) SaveTiles([]tlog.Tile, [][]byte) {}
func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(f.folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

type input struct {
	Folder, Vkey string
	Inclusion    []struct {
		Index int64
		Proof [][]byte
	}
	Consistency []struct {
		Size  int64
		Root  []byte
		Proof [][]byte
	}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}
func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
func hashes(raw [][]byte) (all []tlog.Hash) {
	for _, one := range raw {
		var hash tlog.Hash
		copy(hash[:], one)
		all = append(all, hash)
	}
	return
}
func same(mine []tlog.Hash, theirs []tlog.Hash, what string) {
	if fmt.Sprint(mine) != fmt.Sprint(theirs) {
		check(fmt.Errorf("%s: the proofs differ", what))
	}
}

// entries reads the bundles of a log of the given size.
func entries(folder string, size int64) (all [][]byte) {
	for n := int64(0); n*256 < size; n++ {
		tile := tlog.Tile{H: 8, L: 0, N: n, W: int(min(256, size-n*256))}
		data := must(os.ReadFile(filepath.Join(folder, strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1))))
		for len(data) > 0 {
			length := int(data[0])<<8 | int(data[1])
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	return
}
func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func main() {
	var in input
	check(json.NewDecoder(os.Stdin).Decode(&in))
	verifier := must(note.NewVerifier(in.Vkey))
	signed := must(os.ReadFile(filepath.Join(in.Folder, "checkpoint")))
	opened := must(note.Open(signed, note.VerifierList(verifier)))
	lines := strings.Split(opened.Text, "\n")
	tree := tlog.Tree{N: must(strconv.ParseInt(lines[1], 10, 64))}
	copy(tree.Hash[:], must(base64.StdEncoding.DecodeString(lines[2])))
	if lines[0] != verifier.Name() {
		check(fmt.Errorf("the checkpoint is of %s", lines[0]))
	}

	reader := tlog.TileHashReader(tree, files{in.Folder})
	root := must(tlog.TreeHash(tree.N, reader))
	if root != tree.Hash {
		check(fmt.Errorf("the tiles have another root"))
	}
	all := entries(in.Folder, tree.N)
	if int64(len(all)) != tree.N {
		check(fmt.Errorf("%d entries in a log of %d", len(all), tree.N))
	}
	for i, entry := range all {
		stored := must(reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))}))
		mine := tlog.RecordHash(entry)
		if !bytes.Equal(stored[0][:], mine[:]) {
			check(fmt.Errorf("entry %d is not its leaf", i))
		}
	}
	for _, one := range in.Inclusion {
		theirs := hashes(one.Proof)
		check(tlog.CheckRecord(theirs, tree.N, tree.Hash, one.Index, tlog.RecordHash(all[one.Index])))
		same(must(tlog.ProveRecord(tree.N, one.Index, reader)), theirs, fmt.Sprint("leaf ", one.Index))
	}
	for _, one := range in.Consistency {
		theirs := hashes(one.Proof)
		var old tlog.Hash
		copy(old[:], one.Root)
		check(tlog.CheckTree(theirs, tree.N, tree.Hash, one.Size, old))
		same(must(tlog.ProveTree(tree.N, one.Size, reader)), theirs, fmt.Sprint("size ", one.Size))
	}
	fmt.Printf("%d entries, %d inclusion and %d consistency proofs\n", len(all), len(in.Inclusion), len(in.Consistency))
}
